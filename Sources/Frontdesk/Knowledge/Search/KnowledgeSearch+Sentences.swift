extension KnowledgeSearch {
    /// The share of a message's words, weighed by how rare they are in the knowledge, that each of some texts holds.
    package func shares(of message: String, in texts: [String]) throws -> [Double] {
        let analysis = TextAnalysis(message)
        let words = try store.read { database in
            try TermLookup(analysis, count: count, spelling, database).query(isHan: false, answerLength: 1).words
        }
        return texts.map { text in
            var found = 0.0
            words.forEachShared(with: TermSet(TextAnalysis(text, withGrams: false).words)) { own, _ in
                found += words.weights[own]
            }
            return found / words.total
        }
    }
}
