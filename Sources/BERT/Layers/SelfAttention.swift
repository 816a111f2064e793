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

    private var width: Int { query.outputWidth }
    private var headWidth: Int { width / heads }
    private var scale: Float { 1 / Float(headWidth).squareRoot() }

    /// `context` (tokens, H) from `hidden` (tokens, H); `projected` (tokens, 3 H) holds Q, K, V side by side.
    func forward(
        _ hidden: Matrix, _ batch: PackedBatch, projected: inout Matrix, into context: inout Matrix, _ engine: Engine
    ) {
        query.forward(hidden, into: &projected, engine)
        key.forward(hidden, into: &projected, column: width, engine)
        value.forward(hidden, into: &projected, column: 2 * width, engine)
        let longest = batch.longest
        var scores = Matrix(rows: longest, columns: longest)
        let (rows, columns) = (projected.rows, projected.columns)
        projected.withPointer { projected in
            context.withPointer { context in
                scores.withPointer { scores in
                    let projected = MutableMatrixView(projected, rows: rows, columns: columns)
                    let context = MutableMatrixView(context, rows: rows, columns: width)
                    for sequence in 0..<batch.count {
                        for head in 0..<heads {
                            let part = HeadPart(self, head, batch.range(of: sequence), projected)
                            attend(part, probabilities: scores, engine.kernels)
                            mix(scores, part, into: context, head, engine.kernels)
                        }
                    }
                }
            }
        }
    }

    /// Queries, keys and values (T, d) of one head in one sequence.
    private struct HeadPart {
        let tokens: Range<Int>
        let query: MutableMatrixView
        let key: MutableMatrixView
        let value: MutableMatrixView

        init(_ attention: SelfAttention, _ head: Int, _ tokens: Range<Int>, _ projected: MutableMatrixView) {
            let (width, headWidth) = (attention.width, attention.headWidth)
            let rows = projected.rows(tokens)
            func columns(_ start: Int) -> MutableMatrixView { rows.columns(start..<start + headWidth) }
            self.tokens = tokens
            query = columns(head * headWidth)
            key = columns(width + head * headWidth)
            value = columns(2 * width + head * headWidth)
        }
    }

    /// `probabilities` (T, T) of one head.
    private func attend(
        _ part: HeadPart, probabilities: UnsafeMutablePointer<Float>, _ kernels: VectorKernels
    ) {
        let count = part.tokens.count
        kernels.linear(part.query.view, part.key.view, bias: nil, into: probabilities, stride: count)
        for row in 0..<count {
            kernels.softmax(
                UnsafeMutableBufferPointer(start: probabilities + row * count, count: count), scale: scale)
        }
    }

    /// The head's columns of `context` (tokens, H) = probabilities (T, T) · V.
    private func mix(
        _ probabilities: UnsafeMutablePointer<Float>, _ part: HeadPart, into context: MutableMatrixView, _ head: Int,
        _ kernels: VectorKernels
    ) {
        let count = part.tokens.count
        let output = context.row(part.tokens.lowerBound) + head * headWidth
        kernels.mix(
            MatrixView(probabilities, rows: count, columns: count), part.value.view, into: output,
            stride: context.stride)
    }

    /// What the backward pass needs, and its gradients.
    struct Record {
        /// (tokens, 3 H): Q, K, V side by side, and their gradients.
        let projected: MutableMatrixView
        let projectedGradient: MutableMatrixView
        /// (A, T, T) for each sequence, one after another: the softmax's values, before dropout.
        let probabilities: UnsafeMutablePointer<Float>
        /// Where each sequence's probabilities begin.
        let offsets: [Int]
        /// (tokens, H).
        let context: MutableMatrixView

        init(_ batch: PackedBatch, width: Int, heads: Int, in memory: TrainingMemory) {
            let tokens = batch.tokens.count
            projected = memory.matrix(tokens, 3 * width)
            projectedGradient = memory.matrix(tokens, 3 * width)
            context = memory.matrix(tokens, width)
            offsets = (0..<batch.count).reduce(into: [0]) { offsets, sequence in
                let length = batch.range(of: sequence).count
                offsets.append(offsets[sequence] + heads * length * length)
            }
            probabilities = memory.floats(offsets[batch.count])
        }
    }

    /// `record.context` from this worker's rows x (rows, H); `scratch` has room for two (T, T). `place` names the dropout.
    func forward(
        _ x: ProductRows, _ record: Record, scratch: UnsafeMutablePointer<Float>, place: Int, _ context: StepContext
    ) {
        let projected = context.own(record.projected)
        for (index, linear) in [query, key, value].enumerated() {
            linear.forward(x, into: projected.columns(index * width..<(index + 1) * width), context.products)
        }
        for sequence in context.sequences {
            for head in 0..<heads {
                let part = HeadPart(self, head, context.batch.range(of: sequence), record.projected)
                let size = part.tokens.count * part.tokens.count
                let first = record.offsets[sequence] + head * size
                attend(part, probabilities: record.probabilities + first, context.kernels)
                let kept = dropped(record.probabilities + first, size, scratch, place: place, first: first, context)
                mix(kept, part, into: record.context, head, context.kernels)
            }
        }
    }

    /// The probabilities after dropout: a copy in `scratch`, or themselves where nothing is dropped.
    private func dropped(
        _ probabilities: UnsafeMutablePointer<Float>, _ size: Int, _ scratch: UnsafeMutablePointer<Float>, place: Int,
        first: Int, _ context: StepContext
    ) -> UnsafeMutablePointer<Float> {
        guard context.dropout.attentionRate > 0 else { return probabilities }
        scratch.update(from: probabilities, count: size)
        context.dropout.applyToAttention(scratch, count: size, place: place, first: first, context.kernels)
        return scratch
    }

    /// `record.projectedGradient` from the gradient of the context (tokens, H), for this worker's sequences.
    func backward(
        _ dContext: MutableMatrixView, _ record: Record, scratch: UnsafeMutablePointer<Float>, place: Int,
        _ context: StepContext
    ) {
        for sequence in context.sequences {
            let tokens = context.batch.range(of: sequence)
            let size = tokens.count * tokens.count
            for head in 0..<heads {
                let first = record.offsets[sequence] + head * size
                backward(
                    HeadPart(self, head, tokens, record.projected),
                    HeadPart(self, head, tokens, record.projectedGradient),
                    dContext.rows(tokens).columns(head * headWidth..<(head + 1) * headWidth),
                    probabilities: record.probabilities + first,
                    scratch: (scratch, scratch + size), place: place, first: first, context)
            }
        }
    }

    /// One head: with D = dropout(P), dV = Dᵀ · dC, dP = dropout(dC · Vᵀ), dS by the softmax, dQ = dS · K, dK = dSᵀ · Q.
    private func backward(
        _ part: HeadPart, _ gradient: HeadPart, _ dContext: MutableMatrixView,
        probabilities: UnsafeMutablePointer<Float>,
        scratch: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>), place: Int, first: Int,
        _ context: StepContext
    ) {
        let kernels = context.kernels
        let count = part.tokens.count
        func square(_ base: UnsafeMutablePointer<Float>) -> MatrixView {
            MatrixView(base, rows: count, columns: count)
        }
        let kept = dropped(probabilities, count * count, scratch.0, place: place, first: first, context)
        kernels.mixTransposed(square(kept), dContext.view, into: gradient.value.base, stride: gradient.value.stride)
        let slope = scratch.1
        kernels.linear(dContext.view, part.value.view, bias: nil, into: slope, stride: count)
        context.dropout.applyToAttention(slope, count: count * count, place: place, first: first, kernels)
        for row in 0..<count {
            let start = row * count
            kernels.softmaxBackward(
                probabilities + start, slope + start, scale: scale, into: slope + start, count: count)
        }
        kernels.mix(square(slope), part.key.view, into: gradient.query.base, stride: gradient.query.stride)
        kernels.mixTransposed(square(slope), part.query.view, into: gradient.key.base, stride: gradient.key.stride)
    }

    /// dx = dQ · Wq + dK · Wk + dV · Wv added to dx (rows, H), from this worker's rows of the projected gradient.
    func backwardInput(
        _ record: Record, addingTo dx: MutableMatrixView, conversion: UnsafeMutableRawPointer, _ context: StepContext
    ) {
        let gradient = context.own(record.projectedGradient)
        for (index, linear) in [query, key, value].enumerated() {
            let part = gradient.columns(index * width..<(index + 1) * width)
            linear.backward(
                context.products.rows(of: part.view, in: conversion), into: dx, adding: true, context.products)
        }
    }

    /// One worker's share of the gradients of the three projections; x (tokens, H) packed, over all tokens.
    func parameterGradients(_ x: PackedFactor, _ record: Record, _ share: Share, _ context: StepContext) {
        for (index, linear) in [query, key, value].enumerated() {
            let gradient = record.projectedGradient.columns(index * width..<(index + 1) * width)
            linear.parameterGradients(x, gradient, share, context)
        }
    }
}
