package import Kernels

/// One layer of the encoder: attention and a feed-forward part, each added to its input and normalised.
///
///     a = LayerNorm(x + Linear(attention(x)))
///     y = LayerNorm(a + Linear(gelu(Linear(a))))
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

    /// Replaces the hidden states (tokens, H) by the next ones.
    func forward(_ hidden: inout Matrix, _ batch: PackedBatch, _ buffers: inout LayerBuffers, _ engine: Engine) {
        attention.forward(
            hidden, batch, projected: &buffers.projected, into: &buffers.context, engine)
        attentionOutput.forward(buffers.context, into: &buffers.attended, engine.products)
        attentionNorm.forward(&buffers.attended, adding: hidden, engine.kernels)
        inner.forward(buffers.attended, into: &buffers.inner, engine.products)
        buffers.inner.values.withUnsafeMutableBufferPointer { engine.kernels.gelu($0) }
        output.forward(buffers.inner, into: &hidden, engine.products)
        outputNorm.forward(&hidden, adding: buffers.attended, engine.kernels)
    }
}

/// What a layer computes on the way, used again by the next one.
struct LayerBuffers {
    /// (tokens, 3 H): queries, keys, values side by side.
    var projected: Matrix
    /// (tokens, H): the heads' outputs side by side.
    var context: Matrix
    /// (tokens, H): after the attention part.
    var attended: Matrix
    /// (tokens, inner width).
    var inner: Matrix

    init(tokens: Int, _ configuration: EncoderConfiguration) {
        projected = Matrix(rows: tokens, columns: 3 * configuration.width)
        context = Matrix(rows: tokens, columns: configuration.width)
        attended = Matrix(rows: tokens, columns: configuration.width)
        inner = Matrix(rows: tokens, columns: configuration.innerWidth)
    }
}

/// What computes a forward pass.
package struct Engine: Sendable {
    package let kernels: VectorKernels
    package let products: LinearProducts

    /// The fastest of this processor, all in the project's own kernels.
    package static let best = Engine(.best)

    package init(_ kernels: VectorKernels, products: LinearProducts? = nil) {
        self.kernels = kernels
        self.products = products ?? .kernels(kernels)
    }
}
