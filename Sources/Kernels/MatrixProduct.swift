import COpenBLAS

/// Matrix products of any orientation through OpenBLAS, on the calling thread.
///
/// OpenBLAS's own threads are switched off: callers share work out among threads, not within one product.
package enum MatrixProduct {
    private static let oneThread: Void = openblas_set_num_threads(1)

    /// To be called before OpenBLAS is.
    static func useOneThread() { _ = oneThread }

    /// scale · a · b, with either factor transposed if wished.
    package static func multiply(
        _ a: Matrix, _ b: Matrix, transposingFirst: Bool = false, transposingSecond: Bool = false, scale: Float = 1
    ) -> Matrix {
        let (rows, inner) = transposingFirst ? (a.columns, a.rows) : (a.rows, a.columns)
        let (innerB, columns) = transposingSecond ? (b.columns, b.rows) : (b.rows, b.columns)
        precondition(inner == innerB, "the inner dimensions differ: \(inner) and \(innerB)")
        var product = Matrix(rows: rows, columns: columns)
        guard rows > 0, columns > 0, inner > 0 else { return product }
        _ = oneThread
        cblas_sgemm(
            CblasRowMajor, transposingFirst ? CblasTrans : CblasNoTrans, transposingSecond ? CblasTrans : CblasNoTrans,
            blasint(rows), blasint(columns), blasint(inner), scale, a.values, blasint(a.columns), b.values,
            blasint(b.columns), 0, &product.values, blasint(columns))
        return product
    }

    /// y = x · wᵀ + bias, with the shapes of `VectorKernels.linear`.
    package static func linear(
        _ x: MatrixView, _ w: MatrixView, bias: UnsafePointer<Float>?, into y: UnsafeMutablePointer<Float>, stride: Int
    ) {
        precondition(x.columns == w.columns && stride >= w.rows)
        guard x.rows > 0, w.rows > 0 else { return }
        _ = oneThread
        if let bias {
            for row in 0..<x.rows { (y + row * stride).update(from: bias, count: w.rows) }
        }
        cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasTrans, blasint(x.rows), blasint(w.rows), blasint(x.columns), 1, x.base,
            blasint(x.stride), w.base, blasint(w.stride), bias == nil ? 0 : 1, y, blasint(stride))
    }
}
