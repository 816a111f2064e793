import Kernels

/// y = x̂ · gain + bias with x̂ = (x − mean) / √(variance + ε), over the H numbers of each row.
struct LayerNorm: Sendable {
    let gain: FloatTensor
    let bias: FloatTensor
    let epsilon: Float

    /// Reads `prefix.weight` and `prefix.bias`, or `gamma` and `beta` as older checkpoints call them.
    init(_ checkpoint: Checkpoint, _ prefix: String) throws {
        let shape = [checkpoint.configuration.width]
        let older = !checkpoint.has("\(prefix).weight") && checkpoint.has("\(prefix).gamma")
        gain = try checkpoint.tensor("\(prefix).\(older ? "gamma" : "weight")", shape: shape, decays: false)
        bias = try checkpoint.tensor("\(prefix).\(older ? "beta" : "bias")", shape: shape, decays: false)
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

    /// What the backward pass needs: x̂ (tokens, H) and 1 / √(variance + ε) (tokens).
    struct Record {
        let normalized: MutableMatrixView
        let inverse: UnsafeMutablePointer<Float>

        init(tokens: Int, width: Int, in memory: TrainingMemory) {
            normalized = memory.matrix(tokens, width)
            inverse = memory.floats(tokens)
        }
    }

    /// y = norm of (x + residual) for this worker's rows; all are (tokens, H), and y may be x.
    func forward(
        _ x: MutableMatrixView, adding residual: MutableMatrixView? = nil, into y: MutableMatrixView,
        _ record: Record, _ context: StepContext
    ) {
        guard let gain = gain.values.baseAddress, let bias = bias.values.baseAddress else { return }
        for row in context.tokens {
            record.inverse[row] = context.kernels.layerNormForward(
                x.row(row), adding: residual.map { UnsafePointer($0.row(row)) }, gain: gain, bias: bias,
                epsilon: epsilon, normalized: record.normalized.row(row), into: y.row(row), count: x.columns)
        }
    }

    /// dx from dy for this worker's rows; dx may be dy.
    func backward(_ dy: MutableMatrixView, into dx: MutableMatrixView, _ record: Record, _ context: StepContext) {
        guard let gain = gain.values.baseAddress else { return }
        for row in context.tokens {
            context.kernels.layerNormBackward(
                normalized: record.normalized.row(row), inverse: record.inverse[row], gain: gain, dy.row(row),
                into: dx.row(row), count: dy.columns)
        }
    }

    /// One worker's share of dgain = Σ dy · x̂ and dbias = Σ dy, over all tokens.
    func parameterGradients(_ dy: MutableMatrixView, _ record: Record, _ share: Share, _ context: StepContext) {
        addRows(dy, to: context.parameters.gradient(of: bias), share, context.kernels)
        let columns = share.range(of: dy.columns, inMultiplesOf: Parameters.alignment)
        let target = context.parameters.gradient(of: gain).base + columns.lowerBound
        target.update(repeating: 0, count: columns.count)
        for row in 0..<dy.rows {
            context.kernels.addProduct(
                dy.row(row) + columns.lowerBound, record.normalized.row(row) + columns.lowerBound, to: target,
                count: columns.count)
        }
    }
}
