package import Kernels

/// One layer of the encoder: attention and a feed-forward part, each added to its input and normalised.
///
///     a = LayerNorm(x + Linear(attention(x)))
///     y = LayerNorm(a + Linear(gelu(Linear(a))))
///
/// In training, dropout follows the second linear layer of each part.
struct EncoderLayer: Sendable {
    let attention: SelfAttention
    let attentionOutput: Linear
    let attentionNorm: LayerNorm
    let inner: Linear
    let output: Linear
    let outputNorm: LayerNorm

    /// Reads the tensors under `prefix`, such as `encoder.layer.0`.
    init(_ checkpoint: Checkpoint, _ prefix: String) throws {
        let (width, innerWidth) = (checkpoint.configuration.width, checkpoint.configuration.innerWidth)
        attention = try SelfAttention(checkpoint, "\(prefix).attention.self")
        attentionOutput = try Linear(checkpoint, "\(prefix).attention.output.dense", from: width, to: width)
        attentionNorm = try LayerNorm(checkpoint, "\(prefix).attention.output.LayerNorm")
        inner = try Linear(checkpoint, "\(prefix).intermediate.dense", from: width, to: innerWidth)
        output = try Linear(checkpoint, "\(prefix).output.dense", from: innerWidth, to: width)
        outputNorm = try LayerNorm(checkpoint, "\(prefix).output.LayerNorm")
    }

    /// The linear layers, whose weights are packed.
    var linears: [Linear] {
        [attention.query, attention.key, attention.value, attentionOutput, inner, output]
    }

    /// Replaces the hidden states (tokens, H) by the next ones.
    func forward(_ hidden: inout Matrix, _ batch: PackedBatch, _ buffers: inout LayerBuffers, _ engine: Engine) {
        attention.forward(
            hidden, batch, projected: &buffers.projected, into: &buffers.context, engine)
        attentionOutput.forward(buffers.context, into: &buffers.attended, engine)
        attentionNorm.forward(&buffers.attended, adding: hidden, engine.kernels)
        inner.forward(buffers.attended, into: &buffers.inner, engine, activating: true)
        output.forward(buffers.inner, into: &hidden, engine)
        outputNorm.forward(&hidden, adding: buffers.attended, engine.kernels)
    }

    /// What the backward pass needs of the forward pass, and the gradients that the parameters' need of it.
    struct Record {
        let attention: SelfAttention.Record
        let attentionNorm: LayerNorm.Record
        let outputNorm: LayerNorm.Record
        /// (tokens, H): a and y.
        let attended: MutableMatrixView
        let output: MutableMatrixView
        /// (tokens, inner width): before and after gelu.
        let inner: MutableMatrixView
        let activated: MutableMatrixView
        /// Gradients of what the layers of these names put out: (tokens, H), and (tokens, inner width) for `inner`.
        let dAttentionOutput: MutableMatrixView
        let dAttended: MutableMatrixView
        let dInner: MutableMatrixView
        let dOutputLinear: MutableMatrixView
        let dOutput: MutableMatrixView

        init(_ batch: PackedBatch, _ sizes: EncoderConfiguration, in memory: TrainingMemory) {
            let (tokens, width, innerWidth) = (batch.tokens.count, sizes.width, sizes.innerWidth)
            attention = SelfAttention.Record(batch, width: width, heads: sizes.heads, in: memory)
            attentionNorm = LayerNorm.Record(tokens: tokens, width: width, in: memory)
            outputNorm = LayerNorm.Record(tokens: tokens, width: width, in: memory)
            attended = memory.matrix(tokens, width)
            output = memory.matrix(tokens, width)
            inner = memory.matrix(tokens, innerWidth)
            activated = memory.matrix(tokens, innerWidth)
            dAttentionOutput = memory.matrix(tokens, width)
            dAttended = memory.matrix(tokens, width)
            dInner = memory.matrix(tokens, innerWidth)
            dOutputLinear = memory.matrix(tokens, width)
            dOutput = memory.matrix(tokens, width)
        }
    }

    /// The dropout's places in layer `index`: attention, attention output, output.
    private static func places(_ index: Int) -> (Int, Int, Int) { (3 * index + 1, 3 * index + 2, 3 * index + 3) }

    /// `record.output` from x (tokens, H), for this worker's rows.
    func forward(
        _ x: MutableMatrixView, _ record: Record, index: Int, _ scratch: WorkerScratch, _ context: StepContext
    ) {
        let products = context.products
        let places = Self.places(index)
        func rows(_ matrix: MutableMatrixView) -> ProductRows { scratch.rows(of: matrix, context) }
        attention.forward(rows(x), record.attention, scratch: scratch.squares, place: places.0, context)
        attentionOutput.forward(rows(record.attention.context), into: context.own(record.attended), products)
        drop(record.attended, place: places.1, context)
        attentionNorm.forward(record.attended, adding: x, into: record.attended, record.attentionNorm, context)
        inner.forward(rows(record.attended), into: context.own(record.inner), products)
        let (before, after) = (context.own(record.inner), context.own(record.activated))
        context.kernels.gelu(before.base, into: after.base, count: before.rows * before.columns)
        output.forward(rows(record.activated), into: context.own(record.output), products)
        drop(record.output, place: places.2, context)
        outputNorm.forward(record.output, adding: record.attended, into: record.output, record.outputNorm, context)
    }

    /// `dx` (tokens, H) from `record.dOutput`, for this worker's rows.
    func backward(
        _ record: Record, into dx: MutableMatrixView, index: Int, _ scratch: WorkerScratch, _ context: StepContext
    ) {
        let products = context.products
        let places = Self.places(index)
        func rows(_ matrix: MutableMatrixView) -> ProductRows { scratch.rows(of: matrix, context) }
        outputNorm.backward(record.dOutput, into: record.dOutputLinear, record.outputNorm, context)
        copy(record.dOutputLinear, to: record.dAttended, context)
        drop(record.dOutputLinear, place: places.2, context)
        output.backward(rows(record.dOutputLinear), into: context.own(record.dInner), products)
        let (before, gradient) = (context.own(record.inner), context.own(record.dInner))
        context.kernels.geluBackward(
            before.base, gradient.base, into: gradient.base, count: before.rows * before.columns)
        inner.backward(rows(record.dInner), into: context.own(record.dAttended), adding: true, products)

        attentionNorm.backward(record.dAttended, into: record.dAttentionOutput, record.attentionNorm, context)
        copy(record.dAttentionOutput, to: dx, context)
        drop(record.dAttentionOutput, place: places.1, context)
        let dContext = scratch.dContext
        attentionOutput.backward(rows(record.dAttentionOutput), into: context.own(dContext), products)
        attention.backward(dContext, record.attention, scratch: scratch.squares, place: places.0, context)
        attention.backwardInput(
            record.attention, addingTo: context.own(dx), conversion: scratch.conversion, context)
    }

    /// One worker's share of the gradients of this layer's parameters, over all tokens; x (tokens, H) is its input.
    func parameterGradients(
        _ x: MutableMatrixView, _ record: Record, _ factor: PackedFactor, _ share: Share, _ context: StepContext
    ) {
        func packed(_ matrix: MutableMatrixView) -> PackedFactor {
            factor.resize(inner: matrix.rows, columns: matrix.columns)
            factor.pack(
                matrix.view, columns: share.range(of: matrix.columns, inMultiplesOf: context.products.panel))
            return factor
        }
        attention.parameterGradients(packed(x), record.attention, share, context)
        attentionOutput.parameterGradients(packed(record.attention.context), record.dAttentionOutput, share, context)
        attentionNorm.parameterGradients(record.dAttended, record.attentionNorm, share, context)
        inner.parameterGradients(packed(record.attended), record.dInner, share, context)
        output.parameterGradients(packed(record.activated), record.dOutputLinear, share, context)
        outputNorm.parameterGradients(record.dOutput, record.outputNorm, share, context)
    }

    private func drop(_ matrix: MutableMatrixView, place: Int, _ context: StepContext) {
        let own = context.own(matrix)
        context.dropout.apply(
            own.base, count: own.rows * own.columns, place: place, first: context.tokens.lowerBound * own.columns,
            context.kernels)
    }

    private func copy(_ source: MutableMatrixView, to target: MutableMatrixView, _ context: StepContext) {
        let own = context.own(source)
        context.own(target).base.update(from: own.base, count: own.rows * own.columns)
    }
}

/// What computes a forward pass.
package struct Engine: Sendable {
    package let kernels: VectorKernels
    package let products: LinearProducts

    /// The fastest of this processor, all in the project's own kernels, reading the weights where a mapped file has them.
    package static let best = Engine(.best)

    package init(_ kernels: VectorKernels, products: LinearProducts? = nil) {
        self.kernels = kernels
        self.products = products ?? .kernels(kernels)
    }
}
