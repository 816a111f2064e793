import Kernels

/// y = (x − mean) / √(variance + ε) · gain + bias, over the H numbers of each row.
struct LayerNorm: Sendable {
    let gain: FloatTensor
    let bias: FloatTensor
    let epsilon: Float

    /// Reads `prefix.weight` and `prefix.bias`, or `gamma` and `beta` as older checkpoints call them.
    init(_ checkpoint: Checkpoint, _ prefix: String) throws {
        let shape = [checkpoint.configuration.width]
        let older = !checkpoint.has("\(prefix).weight") && checkpoint.has("\(prefix).gamma")
        gain = try checkpoint.tensor("\(prefix).\(older ? "gamma" : "weight")", shape: shape)
        bias = try checkpoint.tensor("\(prefix).\(older ? "beta" : "bias")", shape: shape)
        epsilon = checkpoint.configuration.layerNormEpsilon
    }

    /// Normalises each row of x (tokens, H) in place, after adding the same row of `residual` where there is one.
    func forward(_ x: inout Matrix, adding residual: Matrix? = nil, _ kernels: VectorKernels) {
        if let residual {
            precondition(residual.rows == x.rows && residual.columns == x.columns)
            residual.withView { view in forward(&x, residual: view.base, kernels) }
        } else {
            forward(&x, residual: nil, kernels)
        }
    }

    private func forward(_ x: inout Matrix, residual: UnsafePointer<Float>?, _ kernels: VectorKernels) {
        let (rows, width) = (x.rows, x.columns)
        precondition(width == gain.values.count)
        x.withPointer { x in
            gain.withValues { gain in
                bias.withValues { bias in
                    for row in 0..<rows {
                        let start = row * width
                        kernels.layerNorm(
                            x + start, adding: residual.map { $0 + start }, gain: gain, bias: bias, epsilon: epsilon,
                            into: x + start)
                    }
                }
            }
        }
    }
}
