public import Foundation
public import Kernels

/// A sentence encoder: a text becomes one vector of length one, close to those of texts that mean the same.
///
/// Reads a Hugging Face BERT folder, with the settings of sentence-transformers where it has them. Immutable, so that
/// threads share it. A text's vector does not depend on the texts beside it, not even in its last bit.
public struct SentenceEncoder: Sendable {
    package let tokenizer: Tokenizer
    package let encoder: Encoder
    package let pooling: Pooling
    /// The most tokens of a text that are read, [CLS] and [SEP] among them; what follows is cut off.
    public let maximumLength: Int

    /// Loads a folder: `config.json`, `vocab.txt`, `model.safetensors`, and `1_Pooling/config.json`,
    /// `sentence_bert_config.json`, `modules.json` where they are there.
    ///
    /// - Throws: `CheckpointError`, or an error that names the file and tensor, for a folder that is not a whole BERT.
    public init(folder: URL) throws {
        try self.init(folder: folder, engine: .best)
    }

    /// Loads a folder to be computed with chosen kernels.
    package init(folder: URL, engine: Engine) throws {
        // The kind of model comes first: a folder that is not BERT is refused as such, not for a missing vocabulary.
        let checkpoint = try Checkpoint(folder: folder)
        try SentenceModules.check(folder)
        encoder = try Encoder(checkpoint, engine: engine)
        pooling = try Pooling(folder: folder)
        tokenizer = try Tokenizer(folder: folder)
        maximumLength = try Self.maximumLength(folder, positions: encoder.maximumLength)
        guard tokenizer.vocabulary.count <= encoder.vocabularySize else {
            throw CheckpointError(
                folder.appendingPathComponent("vocab.txt").path,
                "\(tokenizer.vocabulary.count) tokens, but the model has \(encoder.vocabularySize)",
                mend: "Use the vocab.txt that belongs to the model")
        }
    }

    /// The number of layers whose states can be read.
    package var layers: Int { encoder.configuration.layers }

    /// H, the width of an embedding.
    public var width: Int { encoder.width }

    /// The texts' embeddings, (texts, width), in the texts' order, each row of Euclidean length one.
    public func embed(_ texts: [String]) -> Matrix { embed(texts, layers: 1) }

    /// The vectors of several of the last layers side by side, the very last first, (texts, layers · width).
    ///
    /// All layers count alike, and the whole row is of length one. The layers before the last keep more of what words a
    /// text is made of, which a classifier on top can use; the encoder runs once all the same.
    package func embed(_ texts: [String], layers: Int) -> Matrix {
        precondition((1...encoder.configuration.layers).contains(layers))
        var output = pooled(texts, layers: layers)
        for row in 0..<output.rows {
            output.withRow(row) { vector in
                for layer in 0..<layers { encoder.engine.kernels.normalize(part(layer, of: vector)) }
                encoder.engine.kernels.scale(vector, by: 1 / Float(layers).squareRoot())
            }
        }
        return output
    }

    /// The texts' pooled hidden states, (texts, width), in the texts' order: what a classification head reads.
    package func pooled(_ texts: [String]) -> Matrix { pooled(texts, layers: 1) }

    private func pooled(_ texts: [String], layers: Int) -> Matrix {
        var output = Matrix(rows: texts.count, columns: layers * width)
        // Ids are kept for one window of texts at a time, so that memory does not grow with their number.
        for start in stride(from: 0, to: texts.count, by: Self.window) {
            embed(texts, start..<min(start + Self.window, texts.count), into: &output)
        }
        return output
    }

    /// Texts whose ids are in memory at once.
    private static let window = 4096
    /// Tokens of a batch: few enough for its hidden states to stay in the processor's cache.
    private static let batchTokens = 512

    private func embed(_ texts: [String], _ window: Range<Int>, into output: inout Matrix) {
        let ids = texts[window].map { tokenizer.encode($0, maximumLength: maximumLength) }
        let batches = Self.batches(of: ids)
        let layers = output.columns / width
        let pooled = concurrentMap(batches.count) { pool(PackedBatch(batches[$0].map { ids[$0] }), layers: layers) }
        for (members, vectors) in zip(batches, pooled) {
            for (place, member) in members.enumerated() {
                output.withRow(window.lowerBound + member) { _ = $0.update(fromContentsOf: vectors[row: place]) }
            }
        }
    }

    /// Which texts go together: those of like length, so that a batch's work divides evenly.
    private static func batches(of ids: [[Int32]]) -> [ArraySlice<Int>] {
        var rest = ids.indices.sorted { (ids[$0].count, $0) < (ids[$1].count, $1) }[...]
        var batches: [ArraySlice<Int>] = []
        while let first = rest.first {
            var tokens = ids[first].count
            var end = rest.startIndex + 1
            while end < rest.endIndex, tokens + ids[rest[end]].count <= batchTokens {
                tokens += ids[rest[end]].count
                end += 1
            }
            batches.append(rest[..<end])
            rest = rest[end...]
        }
        return batches
    }

    /// The sequences' pooled states, (sequences, layers · width).
    private func pool(_ batch: PackedBatch, layers: Int) -> Matrix {
        let states = encoder.lastHiddenStates(of: batch, count: layers)
        var output = Matrix(rows: batch.count, columns: layers * width)
        for sequence in 0..<batch.count {
            output.withRow(sequence) { vector in
                for (layer, hidden) in states.enumerated() {
                    pooling.apply(
                        hidden, batch.range(of: sequence), into: part(layer, of: vector), encoder.engine.kernels)
                }
            }
        }
        return output
    }

    private func part(_ layer: Int, of vector: UnsafeMutableBufferPointer<Float>) -> UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(rebasing: vector[layer * width..<(layer + 1) * width])
    }

    private static func maximumLength(_ folder: URL, positions: Int) throws -> Int {
        let file = folder.appendingPathComponent("sentence_bert_config.json")
        let settings = try CheckpointJSON.readIfPresent(SentenceSettings.self, file)
        let length = settings?.maximumLength ?? 256
        guard length >= 2 else {
            throw CheckpointError(file.path, "max_seq_length is \(length)", mend: "Set it to 2 or more")
        }
        return min(length, positions, 512)
    }
}

/// `sentence_bert_config.json`.
private struct SentenceSettings: Decodable {
    let maximumLength: Int?

    enum CodingKeys: String, CodingKey {
        case maximumLength = "max_seq_length"
    }
}

/// `modules.json`: the steps that sentence-transformers runs one after another.
private struct SentenceModules: Decodable {
    let type: String

    /// Refuses a model with a step that is not computed here, as its embeddings would silently be others.
    static func check(_ folder: URL) throws {
        let file = folder.appendingPathComponent("modules.json")
        let modules = try CheckpointJSON.readIfPresent([SentenceModules].self, file) ?? []
        for module in modules {
            let name = module.type.split(separator: ".").last.map(String.init) ?? module.type
            guard ["Transformer", "Pooling", "Normalize"].contains(name) else {
                throw CheckpointError(
                    file.path, "the module \(module.type) is not supported",
                    mend: "Use a model of Transformer, Pooling and Normalize alone")
            }
        }
    }
}
