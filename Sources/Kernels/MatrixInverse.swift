internal import COpenBLAS

/// Inverses of symmetric matrices through OpenBLAS's LAPACK, on the calling thread.
package enum MatrixInverse {
    /// The inverse of a symmetric matrix (size, size); nil unless it is positive definite.
    package static func positiveDefinite(_ matrix: [Double], size: Int) -> [Double]? {
        precondition(matrix.count == size * size)
        MatrixProduct.useOneThread()
        var (values, order, info) = (matrix, blasint(size), blasint(0))
        // LAPACK counts by columns: its upper half is the lower one by rows.
        dpotrf_("U", &order, &values, &order, &info)
        guard info == 0 else { return nil }
        dpotri_("U", &order, &values, &order, &info)
        guard info == 0 else { return nil }
        values.withUnsafeMutableBufferPointer { values in
            for row in 0..<size {
                for column in 0..<row { values[column * size + row] = values[row * size + column] }
            }
        }
        return values
    }
}
