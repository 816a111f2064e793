extension KnowledgeSearch {
    /// The share of a message's words, weighed by how rare they are in the knowledge, that each of some texts holds.
    ///
    /// Words of the title that the texts stand under tell none of them from the others: they do not count, unless the
    /// message has no other words.
    package func shares(of message: String, in texts: [String], below title: String = "") throws -> [Double] {
        let analysis = TextAnalysis(message)
        let words = try store.read { database in
            try TermLookup(analysis, count: count, spelling, database).query(isHan: false, answerLength: 1).words
        }
        let named = TermSet(TextAnalysis(title, withGrams: false).words)
        let hasOthers = !words.terms.allSatisfy(named.contains)
        return texts.map { text in
            var found = 0.0
            words.forEachShared(with: TermSet(TextAnalysis(text, withGrams: false).words)) { own, _ in
                if !hasOthers || !named.contains(words.terms[own]) { found += words.weights[own] }
            }
            return found / words.total
        }
    }
}
