internal import BERT
internal import Kernels

/// Cutting an article's passage to what answers the message.
extension Bot {
    /// What is told of an entry: its answer, or of a long passage the sentences that answer.
    func excerpt(of entry: KnowledgeEntry, _ part: Considered.Part) throws -> String {
        // Whoever picked the passage, as by its number, asked for what its title says: for all of it.
        guard entry.isPassage, !part.decision.isPicked else { return entry.answer }
        let passage = PassageExcerpt(entry.answer)
        guard !passage.isShort else { return entry.answer }
        return passage.text(
            try mind.scores(of: passage.sentences.map(String.init), in: entry, for: part.understanding.text))
    }
}

extension Mind {
    /// The most sentences that are embedded for one reply.
    private static let mostSentences = 48

    /// How much speaks for each sentence of a passage as part of the answer to a message.
    ///
    /// Embeddings are kept, so that only the first reply from a passage takes the time for them; of a very long passage
    /// only the sentences that share most words with the message are embedded.
    func scores(of sentences: [String], in entry: KnowledgeEntry, for message: String) throws -> [Double] {
        let words = try search.shares(of: message, in: sentences, below: entry.question)
        let ranked = sentences.indices.sorted { (words[$0], $1) > (words[$1], $0) }
        let chosen = ranked.prefix(Self.mostSentences).sorted()
        var cosines = [Double?](repeating: nil, count: sentences.count)
        for (index, cosine) in zip(chosen, try self.cosines(of: chosen.map { sentences[$0] }, with: message)) {
            cosines[index] = cosine
        }
        return PassageExcerpt.scores(cosines: cosines, words: words, entry.language)
    }

    private func cosines(of texts: [String], with message: String) throws -> [Double] {
        let vectors = try model.encoder.embeddings(of: texts, in: cache)
        let own = model.encoder.base.encoder.embed([message])
        return texts.indices.map { row in
            zip(vectors[row: row], own[row: 0]).reduce(0) { $0 + Double($1.0 * $1.1) }
        }
    }
}
