public import Foundation
public import Kernels

/// A BERT encoder: hidden states of packed batches.
///
/// Immutable once loaded, so that threads share it freely. Its weights are used where the mapped checkpoint has them.
/// The states of a sequence depend on that sequence alone, bit for bit, whatever else is in the batch.
public struct Encoder: Sendable {
    package let configuration: EncoderConfiguration
    let embeddings: Embeddings
    let layers: [EncoderLayer]
    let engine: Engine
    private let stock = LayerBufferStock()

    /// Loads `config.json` and `model.safetensors` of a Hugging Face BERT folder.
    ///
    /// - Throws: `CheckpointError` for a folder that is not BERT's or not whole, and an error that names the tensor
    ///   for a checkpoint that breaks the format or has another shape than its configuration.
    public init(folder: URL) throws {
        try self.init(Checkpoint(folder: folder), engine: .best)
    }

    /// Loads a checkpoint to be computed with chosen kernels; its weights are packed where the products need it.
    package init(_ checkpoint: Checkpoint, engine: Engine) throws {
        let checkpoint = checkpoint.prepared(for: engine)
        configuration = checkpoint.configuration
        embeddings = try Embeddings(checkpoint)
        layers = try (0..<configuration.layers).map { try EncoderLayer(checkpoint, "encoder.layer.\($0)") }
        self.engine = engine
    }

    /// H, the width of a hidden state.
    public var width: Int { configuration.width }

    /// The number of ids that the checkpoint knows; every id in a batch must be below it.
    public var vocabularySize: Int { configuration.vocabularySize }

    /// The most tokens that a sequence may have.
    public var maximumLength: Int { configuration.positions }

    /// The embeddings' output and that of each layer, each (tokens, H).
    public func hiddenStates(of batch: PackedBatch) -> [Matrix] {
        var states: [Matrix] = []
        _ = forward(batch) { states.append($0) }
        return states
    }

    /// The outputs of the last layers, the very last first, each (tokens, H).
    func lastHiddenStates(of batch: PackedBatch, count: Int) -> [Matrix] {
        // Others are not kept: each would be copied when the next layer overwrites it.
        var (states, place) = ([Matrix](), 0)
        _ = forward(batch) { state in
            if place > layers.count - count { states.append(state) }
            place += 1
        }
        return states.reversed()
    }

    /// The last layer's output, (tokens, H).
    public func lastHiddenState(of batch: PackedBatch) -> Matrix {
        forward(batch) { _ in }
    }

    private func forward(_ batch: PackedBatch, each visit: (Matrix) -> Void) -> Matrix {
        precondition(batch.longest <= maximumLength, "a sequence of \(batch.longest) tokens; at most \(maximumLength)")
        precondition(
            batch.tokens.allSatisfy { $0 >= 0 && $0 < vocabularySize }, "a token id outside 0 ..< \(vocabularySize)")
        var hidden = embeddings.forward(batch, engine.kernels)
        visit(hidden)
        stock.withBuffers(tokens: batch.tokens.count, configuration) { buffers in
            for layer in layers {
                layer.forward(&hidden, batch, &buffers, engine)
                visit(hidden)
            }
        }
        return hidden
    }
}
