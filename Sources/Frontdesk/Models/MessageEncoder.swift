internal import BERT
internal import Kernels

/// Turns messages into what a model reads: the base encoder's embedding for the search, and for the classifier the
/// tuned encoder's beside it, where there is one.
///
/// Tuning pulls apart what the bot must tell apart and forgets other likeness; the search keeps the base's embedding,
/// so that a training never spoils it, and the classifier reads both.
struct MessageEncoder: Sendable {
    /// What a model's classifier and search read of some messages, a row each.
    struct Vectors: Sendable {
        /// (n, H), of length one.
        let base: Matrix
        /// (n, H) or (n, 2 H), of length one.
        let message: Matrix
    }

    /// An encoder under the name that its embeddings are kept by.
    struct Named: Sendable {
        let name: String
        let encoder: SentenceEncoder
    }

    let base: Named
    let tuned: Named?

    /// A base encoder, and one tuned from it where there is one.
    init(base: Named, tuned: Named? = nil) {
        self.base = base
        self.tuned = tuned
    }

    /// The encoders of a model.
    init(of manifest: ModelManifest, _ installation: Installation, _ tuned: TunedEncoders) throws {
        base = Named(name: manifest.base, encoder: try installation.encoder(of: manifest.base))
        self.tuned = try manifest.encoder.map { Named(name: $0, encoder: try tuned.encoder(of: $0)) }
    }

    /// The tuned encoder's part of the cosine of two messages.
    static let tunedShare: Float = 0.5

    /// The vectors of one message, both encoders at work at the same time.
    func vectors(of text: String) throws -> Vectors {
        guard let tuned else {
            let embedding = base.encoder.embed([text])
            return Vectors(base: embedding, message: embedding)
        }
        let (first, second) = try concurrently({ base.encoder.embed([text]) }, { tuned.encoder.embed([text]) })
        return Vectors(base: first, message: Self.join(first, second))
    }

    /// The vectors of texts, kept in a cache.
    func vectors(
        of texts: [String], in cache: EmbeddingCache, progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> Vectors {
        func embedded(by encoder: Named) throws -> Matrix {
            try cache.vectors(for: texts, encoder: encoder.name, progress: progress) { encoder.encoder.embed($0) }
        }
        let first = try embedded(by: base)
        guard let tuned else { return Vectors(base: first, message: first) }
        return Vectors(base: first, message: Self.join(first, try embedded(by: tuned)))
    }

    /// Both embeddings (n, H) side by side, (n, 2 H), each row of length one.
    static func join(_ base: Matrix, _ tuned: Matrix) -> Matrix {
        precondition(base.rows == tuned.rows)
        let (baseFactor, tunedFactor) = ((1 - tunedShare).squareRoot(), tunedShare.squareRoot())
        let values = (0..<base.rows).flatMap { row in
            base[row: row].map { $0 * baseFactor } + tuned[row: row].map { $0 * tunedFactor }
        }
        return Matrix(rows: base.rows, columns: base.columns + tuned.columns, values: values)
    }
}
