import Kernels

/// softmax(Q · Kᵀ / √d) · V for each head of each sequence, Q, K, V linear in the hidden states; d = H / A.
struct SelfAttention: Sendable {
    let query: Linear
    let key: Linear
    let value: Linear
    let heads: Int

    /// Reads `prefix.query`, `prefix.key` and `prefix.value`.
    init(_ checkpoint: Checkpoint, _ prefix: String) throws {
        let width = checkpoint.configuration.width
        query = try Linear(checkpoint, "\(prefix).query", from: width, to: width)
        key = try Linear(checkpoint, "\(prefix).key", from: width, to: width)
        value = try Linear(checkpoint, "\(prefix).value", from: width, to: width)
        heads = checkpoint.configuration.heads
    }

    /// `context` (tokens, H) from `hidden` (tokens, H); `projected` (tokens, 3 H) holds Q, K, V side by side.
    func forward(
        _ hidden: Matrix, _ batch: PackedBatch, projected: inout Matrix, into context: inout Matrix, _ engine: Engine
    ) {
        let width = hidden.columns
        query.forward(hidden, into: &projected, engine.products)
        key.forward(hidden, into: &projected, column: width, engine.products)
        value.forward(hidden, into: &projected, column: 2 * width, engine.products)
        let longest = batch.longest
        var scores = Matrix(rows: longest, columns: longest)
        projected.withView { projected in
            context.withPointer { context in
                scores.withPointer { scores in
                    for sequence in 0..<batch.count {
                        attend(batch.range(of: sequence), projected.base, width, scores, context, engine.kernels)
                    }
                }
            }
        }
    }

    /// One sequence: T tokens, whose rows in `projected` are 3 H and in `context` H floats apart. `scores` (T, T).
    private func attend(
        _ tokens: Range<Int>, _ projected: UnsafePointer<Float>, _ width: Int, _ scores: UnsafeMutablePointer<Float>,
        _ context: UnsafeMutablePointer<Float>, _ kernels: VectorKernels
    ) {
        let (count, headWidth, stride) = (tokens.count, width / heads, 3 * width)
        let scale = 1 / Float(headWidth).squareRoot()
        for head in 0..<heads {
            let start = projected + tokens.lowerBound * stride + head * headWidth
            let queries = MatrixView(start, rows: count, columns: headWidth, stride: stride)
            let keys = MatrixView(start + width, rows: count, columns: headWidth, stride: stride)
            let values = MatrixView(start + 2 * width, rows: count, columns: headWidth, stride: stride)
            kernels.linear(queries, keys, bias: nil, into: scores, stride: count)
            for row in 0..<count {
                kernels.softmax(UnsafeMutableBufferPointer(start: scores + row * count, count: count), scale: scale)
            }
            let output = context + tokens.lowerBound * width + head * headWidth
            kernels.mix(MatrixView(scores, rows: count, columns: count), values, into: output, stride: width)
        }
    }
}
