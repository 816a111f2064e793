package import Kernels

/// y = x · Wᵀ + b, with W (out, in) and b (out) as PyTorch keeps them.
struct Linear: Sendable {
    let weight: FloatTensor
    let bias: FloatTensor

    var outputWidth: Int { weight.shape[0] }

    /// Reads `prefix.weight` and `prefix.bias`.
    init(_ checkpoint: Checkpoint, _ prefix: String, from input: Int, to output: Int) throws {
        weight = try checkpoint.tensor("\(prefix).weight", shape: [output, input])
        bias = try checkpoint.tensor("\(prefix).bias", shape: [output])
    }

    /// x (tokens, in) to columns `column ..< column + out` of y (tokens, any width).
    func forward(_ x: Matrix, into y: inout Matrix, column: Int = 0, _ products: LinearProducts) {
        precondition(y.rows == x.rows && column + outputWidth <= y.columns)
        guard x.rows > 0 else { return }
        let stride = y.columns
        x.withView { x in
            y.withPointer { y in
                weight.withMatrix { weight in
                    bias.withValues { bias in
                        products.linear(x, weight, bias: bias.baseAddress, into: y + column, stride: stride)
                    }
                }
            }
        }
    }
}

/// Who computes the linear layers.
package enum LinearProducts: Sendable {
    /// The project's own kernels, which read the weights where they lie.
    case kernels(VectorKernels)
    /// OpenBLAS.
    case openBLAS

    /// y = x · wᵀ + bias, with the shapes of `VectorKernels.linear`.
    package func linear(
        _ x: MatrixView, _ w: MatrixView, bias: UnsafePointer<Float>?, into y: UnsafeMutablePointer<Float>, stride: Int
    ) {
        switch self {
        case .kernels(let kernels): kernels.linear(x, w, bias: bias, into: y, stride: stride)
        case .openBLAS: MatrixProduct.linear(x, w, bias: bias, into: y, stride: stride)
        }
    }
}
