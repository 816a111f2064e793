extension MessageEncoder {
    /// The search's embeddings of those texts of which vectors are kept, by the texts, each of length one.
    func keptEmbeddings(of texts: Set<String>, in cache: EmbeddingCache) throws -> [String: [Float]] {
        // Each of several layers has an equal part of the whole vector's length; the last one stands first.
        let factor = Float(layers).squareRoot()
        return try cache.known(texts, encoder: base.name(layers: layers)).mapValues { vector in
            vector.prefix(vector.count / layers).map { $0 * factor }
        }
    }
}
