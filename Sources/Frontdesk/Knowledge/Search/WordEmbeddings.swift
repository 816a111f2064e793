package import Kernels
internal import Synchronization

/// What single words mean to an encoder, each read by itself.
///
/// Words of the entries are kept in the store, by `keep`; those of queries alone only in memory, as there is no end of
/// them.
package final class WordEmbeddings: Sendable {
    /// So many words are held in memory; more are looked up again.
    private static let most = 20_000

    private let cache: EmbeddingCache
    private let encoder: String
    private let embed: @Sendable ([String]) throws -> Matrix
    private let known = Mutex<[String: [Float]]>([:])

    /// `embed` gives words' embeddings by the encoder of that name, a row each, of length one.
    package init(_ cache: EmbeddingCache, encoder: String, embed: @escaping @Sendable ([String]) throws -> Matrix) {
        self.cache = cache
        self.encoder = encoder
        self.embed = embed
    }

    /// Computes and keeps what the store lacks of the words that texts are made of.
    package func keep(wordsOf texts: [String], progress: (Int, Int) throws -> Void = { _, _ in }) throws {
        let words = Set(texts.flatMap(WordComparison.words))
        try cache.fill(words.sorted(), encoder: encoder, progress: progress, embed: embed)
    }

    /// The vectors of words, all of one length.
    func vectors(of words: Set<String>) throws -> [String: [Float]] {
        var found = known.withLock { known in
            words.reduce(into: [String: [Float]]()) { $0[$1] = known[$1] }
        }
        let unread = words.filter { found[$0] == nil }
        guard !unread.isEmpty else { return found }
        var new = try cache.known(unread, encoder: encoder)
        let missing = unread.filter { new[$0] == nil }.sorted()
        if !missing.isEmpty {
            let vectors = try embed(missing)
            for (row, word) in missing.enumerated() { new[word] = Array(vectors[row: row]) }
        }
        remember(new)
        found.merge(new) { first, _ in first }
        return found
    }

    private func remember(_ vectors: [String: [Float]]) {
        known.withLock { known in
            if known.count + vectors.count > Self.most { known = [:] }
            known.merge(vectors) { first, _ in first }
        }
    }
}
