import CKernels

/// A view of a row-major matrix whose rows stand `stride` floats apart.
package struct MatrixView {
    package let base: UnsafePointer<Float>
    package let rows: Int
    package let columns: Int
    package let stride: Int

    package init(_ base: UnsafePointer<Float>, rows: Int, columns: Int, stride: Int? = nil) {
        self.base = base
        self.rows = rows
        self.columns = columns
        self.stride = stride ?? columns
    }
}

extension VectorKernels {
    /// y = x · wᵀ + bias.
    ///
    /// x is (m, k), w is (n, k) as checkpoints keep a linear layer (out, in), bias (n) or nil, y (m, n) with rows
    /// `stride` floats apart.
    package func linear(
        _ x: MatrixView, _ w: MatrixView, bias: UnsafePointer<Float>?, into y: UnsafeMutablePointer<Float>, stride: Int
    ) {
        precondition(x.columns == w.columns && stride >= w.rows)
        table.pointee.linear(x.rows, w.rows, x.columns, x.base, x.stride, w.base, w.stride, bias, y, stride)
    }

    /// y = x · v, with x (m, k), v (k, n), and y (m, n) with rows `stride` floats apart.
    package func mix(_ x: MatrixView, _ v: MatrixView, into y: UnsafeMutablePointer<Float>, stride: Int) {
        precondition(x.columns == v.rows && stride >= v.columns)
        table.pointee.mix(x.rows, v.columns, x.columns, x.base, x.stride, 1, v.base, v.stride, y, stride)
    }

    /// y = xᵀ · v, with x (k, m), v (k, n), and y (m, n) with rows `stride` floats apart.
    package func mixTransposed(_ x: MatrixView, _ v: MatrixView, into y: UnsafeMutablePointer<Float>, stride: Int) {
        precondition(x.rows == v.rows && stride >= v.columns)
        table.pointee.mix(x.columns, v.columns, x.rows, x.base, 1, x.stride, v.base, v.stride, y, stride)
    }
}
