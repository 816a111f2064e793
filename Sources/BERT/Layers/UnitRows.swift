internal import Kernels

/// z = x / |x| for each row of x (n, H): what cosines are computed from.
struct UnitRows {
    /// (n, H)
    let z: Matrix
    private let lengths: [Float]

    init(_ x: MutableMatrixView, _ kernels: VectorKernels) {
        var z = Matrix(rows: x.rows, columns: x.columns)
        lengths = (0..<x.rows).map { row in
            let source = UnsafeBufferPointer(start: UnsafePointer(x.row(row)), count: x.columns)
            let length = max(kernels.dot(source, source).squareRoot(), 1e-12)
            z.withRow(row) { target in
                _ = target.update(from: source)
                kernels.scale(target, by: 1 / length)
            }
            return length
        }
        self.z = z
    }

    /// Adds dx = (dz − z (z · dz)) / |x| to the gradient of x (n, H).
    func addGradient(_ dz: Matrix, to dx: MutableMatrixView, _ kernels: VectorKernels) {
        var dz = dz
        z.values.withUnsafeBufferPointer { all in
            for row in 0..<z.rows {
                let z = UnsafeBufferPointer(rebasing: all[row * z.columns..<(row + 1) * z.columns])
                dz.withRow(row) { dz in
                    let along = kernels.dot(z, UnsafeBufferPointer(dz))
                    kernels.add(z, times: -along, to: dz)
                    let target = UnsafeMutableBufferPointer(start: dx.row(row), count: dx.columns)
                    kernels.add(UnsafeBufferPointer(dz), times: 1 / lengths[row], to: target)
                }
            }
        }
    }
}

extension MutableMatrixView {
    /// Adds a matrix of the same shape.
    func add(_ other: Matrix, _ kernels: VectorKernels) {
        precondition(other.rows == rows && other.columns == columns)
        other.values.withUnsafeBufferPointer { values in
            for row in 0..<rows {
                let source = UnsafeBufferPointer(rebasing: values[row * columns..<(row + 1) * columns])
                kernels.add(source, to: UnsafeMutableBufferPointer(start: self.row(row), count: columns))
            }
        }
    }
}

extension Matrix {
    /// a · bᵀ.
    static func similarities(_ a: Matrix, _ b: Matrix, _ kernels: VectorKernels) -> Matrix {
        var product = Matrix(rows: a.rows, columns: b.rows)
        a.withView { a in
            b.withView { b in product.withPointer { kernels.linear(a, b, bias: nil, into: $0, stride: b.rows) } }
        }
        return product
    }

    /// a · b, or aᵀ · b.
    static func product(_ a: Matrix, _ b: Matrix, transposingFirst: Bool = false, _ kernels: VectorKernels) -> Matrix {
        var product = Matrix(rows: transposingFirst ? a.columns : a.rows, columns: b.columns)
        a.withView { a in
            b.withView { b in
                product.withPointer { target in
                    if transposingFirst {
                        kernels.mixTransposed(a, b, into: target, stride: b.columns)
                    } else {
                        kernels.mix(a, b, into: target, stride: b.columns)
                    }
                }
            }
        }
        return product
    }
}
