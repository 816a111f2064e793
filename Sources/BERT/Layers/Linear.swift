package import Kernels

/// y = x · Wᵀ + b, with W (out, in) and b (out) as PyTorch keeps them.
struct Linear: Sendable {
    let weight: FloatTensor
    let bias: FloatTensor
    /// The weight as packed products read it; nil where none are used.
    let packed: PackedWeight?

    var inputWidth: Int { weight.shape[1] }
    var outputWidth: Int { weight.shape[0] }

    /// Reads `prefix.weight` and `prefix.bias`.
    init(_ checkpoint: Checkpoint, _ prefix: String, from input: Int, to output: Int) throws {
        weight = try checkpoint.tensor("\(prefix).weight", shape: [output, input], decays: true)
        bias = try checkpoint.tensor("\(prefix).bias", shape: [output], decays: false)
        packed = checkpoint.packed(weight)
    }

    /// x (tokens, in) to columns `column ..< column + out` of y (tokens, any width); `activating` makes it its gelu.
    func forward(
        _ x: Matrix, into y: inout Matrix, column: Int = 0, _ engine: Engine, activating: Bool = false
    ) {
        precondition(y.rows == x.rows && column + outputWidth <= y.columns)
        guard x.rows > 0 else { return }
        let stride = y.columns
        x.withView { x in
            y.withPointer { y in
                let target = MutableMatrixView(y + column, rows: x.rows, columns: outputWidth, stride: stride)
                if case .packed(let products) = engine.products {
                    withUnsafeTemporaryAllocation(
                        byteCount: max(products.convertedBytes(rows: x.rows, columns: x.columns), 1), alignment: 64
                    ) { memory in
                        guard let base = memory.baseAddress else { return }
                        forward(products.rows(of: x, in: base), into: target, products, activating: activating)
                    }
                    return
                }
                weight.withMatrix { weight in
                    bias.withValues { bias in
                        engine.products.linear(x, weight, bias: bias.baseAddress, into: target.base, stride: stride)
                    }
                }
                for row in 0..<x.rows where activating {
                    engine.kernels.gelu(UnsafeMutableBufferPointer(start: target.row(row), count: outputWidth))
                }
            }
        }
    }

    /// y (rows, out) from x (rows, in) by the packed weight; `activating` makes it its gelu.
    func forward(
        _ x: ProductRows, into y: MutableMatrixView, _ products: PackedProducts, activating: Bool = false
    ) {
        guard let packed else { preconditionFailure("the weight is not packed") }
        bias.withValues {
            products.multiply(x, packed.forward, bias: $0.baseAddress, into: y, activating: activating)
        }
    }

    /// dx = dy · W, or dx += dy · W; dy (rows, out), dx (rows, in).
    func backward(_ dy: ProductRows, into dx: MutableMatrixView, adding: Bool = false, _ products: PackedProducts) {
        guard let factor = packed?.backward else { preconditionFailure("the weight is not packed for training") }
        products.multiply(dy, factor, into: dx, adding: adding)
    }

    /// One worker's share of dW = dyᵀ · x and db = Σ dy; dy (tokens, out), x (tokens, in) packed, over all tokens.
    func parameterGradients(_ x: PackedFactor, _ dy: MutableMatrixView, _ share: Share, _ context: StepContext) {
        let products = context.products
        let columns = share.range(of: inputWidth, inMultiplesOf: products.panel)
        products.multiplyTransposed(
            dy.view, x, columns: columns, into: context.parameters.gradient(of: weight).columns(columns))
        addRows(dy, to: context.parameters.gradient(of: bias), share, context.kernels)
    }
}

/// One worker's share of the columns of `sum` (1, n) = the sum of the rows of x (rows, n).
func addRows(_ x: MutableMatrixView, to sum: MutableMatrixView, _ share: Share, _ kernels: VectorKernels) {
    let columns = share.range(of: x.columns, inMultiplesOf: Parameters.alignment)
    let target = UnsafeMutableBufferPointer(start: sum.base + columns.lowerBound, count: columns.count)
    target.update(repeating: 0)
    for row in 0..<x.rows {
        kernels.add(UnsafeBufferPointer(start: x.row(row) + columns.lowerBound, count: columns.count), to: target)
    }
}

/// Who computes the linear layers.
package enum LinearProducts: Sendable {
    /// The project's own kernels, which read the weights where they lie.
    case kernels(VectorKernels)
    /// OpenBLAS.
    case openBLAS
    /// Products of packed weights.
    case packed(PackedProducts)

    /// y = x · wᵀ + bias, with the shapes of `VectorKernels.linear`.
    package func linear(
        _ x: MatrixView, _ w: MatrixView, bias: UnsafePointer<Float>?, into y: UnsafeMutablePointer<Float>, stride: Int
    ) {
        switch self {
        case .kernels(let kernels): kernels.linear(x, w, bias: bias, into: y, stride: stride)
        case .openBLAS: MatrixProduct.linear(x, w, bias: bias, into: y, stride: stride)
        case .packed: preconditionFailure("these products need a packed weight")
        }
    }
}
