internal import BERT
internal import Kernels

/// Turns messages into what a model reads: the base encoder's embedding for the search, and for the classifier the last
/// layers of it and of the tuned encoder, where there is one, side by side.
///
/// Tuning pulls apart what the bot must tell apart and forgets other likeness; the search keeps the base's embedding,
/// so that a training never spoils it, and the classifier reads both.
struct MessageEncoder: Sendable {
    /// What a model's classifier and search read of some messages, a row each.
    struct Vectors: Sendable {
        /// What the base encoder says: (n, layers · H), of length one.
        fileprivate let first: Matrix
        fileprivate let layers: Int
        /// What the classifier reads: (n, layers · H), twice as wide where there is a tuned encoder; of length one.
        let message: Matrix

        /// What the search reads, made from the base encoder's vectors: (n, H), of length one.
        var base: Matrix { MessageEncoder.embedding(in: first, layers: layers) }
    }

    /// An encoder under the name that its embeddings are kept by.
    struct Named: Sendable {
        let name: String
        let encoder: SentenceEncoder

        /// The name that vectors of several layers are kept by.
        func name(layers: Int) -> String { layers == 1 ? name : "\(name), last \(layers) layers" }
    }

    let base: Named
    let tuned: Named?
    /// How many of each encoder's last layers the classifier reads.
    let layers: Int

    /// What new models read; docs/tuning.md has the ablation.
    static let usualLayers = 2

    /// A base encoder, as new models read it.
    init(base: Named) {
        self.base = base
        tuned = nil
        layers = min(Self.usualLayers, base.encoder.layers)
    }

    /// The encoders of a model.
    init(of manifest: ModelManifest, _ installation: Installation, _ encoders: TunedEncoders) throws {
        base = Named(name: manifest.base, encoder: try installation.encoder(of: manifest.base))
        tuned = try manifest.encoder.map { Named(name: $0, encoder: try encoders.encoder(of: $0)) }
        layers = manifest.layers ?? 1
        guard (1...base.encoder.layers).contains(layers) else {
            throw BotError(
                .badData, "the model reads \(layers) layers of encoders that have \(base.encoder.layers)",
                mend: ModelRegistry.mend)
        }
    }

    private init(base: Named, tuned: Named, layers: Int) {
        self.base = base
        self.tuned = tuned
        self.layers = layers
    }

    /// The same with an encoder tuned from the base beside it.
    func adding(_ tuned: Named) -> MessageEncoder {
        MessageEncoder(base: base, tuned: tuned, layers: layers)
    }

    /// D, the width of a message's vector.
    var dimensions: Int { layers * base.encoder.width * (tuned == nil ? 1 : 2) }

    /// The tuned encoder's part of the cosine of two messages.
    static let tunedShare: Float = 0.5

    /// The vectors of one message, both encoders at work at the same time.
    func vectors(of text: String) throws -> Vectors {
        guard let tuned else { return vectors(base.encoder.embed([text], layers: layers), nil) }
        let (first, second) = try concurrently(
            { base.encoder.embed([text], layers: layers) }, { tuned.encoder.embed([text], layers: layers) })
        return vectors(first, second)
    }

    /// The vectors of texts, kept in a cache.
    func vectors(
        of texts: [String], in cache: EmbeddingCache, progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> Vectors {
        func embedded(by encoder: Named) throws -> Matrix {
            try cache.vectors(for: texts, encoder: encoder.name(layers: layers), progress: progress) {
                encoder.encoder.embed($0, layers: layers)
            }
        }
        return vectors(try embedded(by: base), try tuned.map(embedded))
    }

    /// The vectors of texts that are not kept: of a log that is looked through once.
    func passingVectors(of texts: [String]) -> Vectors {
        vectors(base.encoder.embed(texts, layers: layers), tuned?.encoder.embed(texts, layers: layers))
    }

    /// The search's embeddings of texts (n, H); what the classifier reads of them is computed with them and kept.
    func embeddings(of texts: [String], in cache: EmbeddingCache) throws -> Matrix {
        let vectors = try cache.vectors(for: texts, encoder: base.name(layers: layers)) {
            base.encoder.embed($0, layers: layers)
        }
        return Self.embedding(in: vectors, layers: layers)
    }

    /// The search's embeddings of texts (n, H), of which none is kept that was not.
    func passingEmbeddings(of texts: [String], in cache: EmbeddingCache) throws -> Matrix {
        let columns = layers * base.encoder.width
        let known = try cache.known(Set(texts), encoder: base.name(layers: layers)).filter { $0.value.count == columns }
        let read = base.encoder.embed(texts.filter { known[$0] == nil }, layers: layers)
        var values: [Float] = []
        var next = 0
        for text in texts {
            if let vector = known[text] {
                values += vector
            } else {
                values += read[row: next]
                next += 1
            }
        }
        return Self.embedding(in: Matrix(rows: texts.count, columns: columns, values: values), layers: layers)
    }

    /// How many texts the classifier's encoders have yet to read.
    func countMissing(in texts: [String], _ cache: EmbeddingCache) throws -> Int {
        try [base, tuned].compactMap { $0 }.map { encoder in
            try cache.missing(in: texts, encoder: encoder.name(layers: layers)).count
        }.max() ?? 0
    }

    /// Computes and keeps what the tuned encoder, where there is one, makes of texts.
    func readByTuned(
        _ texts: [String], in cache: EmbeddingCache, progress: (Int, Int) throws -> Void
    ) throws {
        guard let tuned else { return }
        try cache.fill(texts, encoder: tuned.name(layers: layers), progress: progress) {
            tuned.encoder.embed($0, layers: layers)
        }
    }

    /// What single words mean to the search.
    func words(in cache: EmbeddingCache) -> WordEmbeddings {
        WordEmbeddings(cache, encoder: base.name) { [base] in base.encoder.embed($0) }
    }

    /// From what the encoders say, (n, layers · H) each.
    private func vectors(_ first: Matrix, _ second: Matrix?) -> Vectors {
        Vectors(first: first, layers: layers, message: second.map { Self.join(first, $0) } ?? first)
    }

    /// The last layer's embedding (n, H) as the search reads it, from those of several layers.
    private static func embedding(in vectors: Matrix, layers: Int) -> Matrix {
        guard layers > 1 else { return vectors }
        var last = Matrix(rows: vectors.rows, columns: vectors.columns / layers)
        last.fill(from: vectors, times: Float(layers).squareRoot(), at: 0)
        return last
    }

    /// Both encoders' vectors (n, D) side by side, (n, 2 D), each row of length one.
    static func join(_ base: Matrix, _ tuned: Matrix) -> Matrix {
        precondition(base.rows == tuned.rows)
        var joined = Matrix(rows: base.rows, columns: base.columns + tuned.columns)
        joined.fill(from: base, times: (1 - tunedShare).squareRoot(), at: 0)
        joined.fill(from: tuned, times: tunedShare.squareRoot(), at: base.columns)
        return joined
    }
}

extension Matrix {
    /// Writes another matrix's rows, multiplied, from a column on, as far as there is room.
    fileprivate mutating func fill(from other: Matrix, times factor: Float, at column: Int) {
        let width = min(other.columns, columns - column)
        for row in 0..<rows {
            let (from, to) = (row * other.columns, row * columns + column)
            for place in 0..<width { values[to + place] = other.values[from + place] * factor }
        }
    }
}
