internal import Foundation

/// A query's terms and weights, and the evidence that an entry gives for it.
struct KnowledgeQuery: Sendable {
    private static let questionWeight = 1.0
    private static let aliasWeight = 1.0
    private static let answerWeight = 0.7

    let words: WeightedTerms
    let grams: WeightedTerms
    let isHan: Bool

    /// The evidence for an entry, and the position of its nearest question or alias.
    ///
    /// `without` is the position of an alias that counts as not there, when the search is judged with that alias.
    func evidence(
        _ entry: EntryTerms, _ cosines: EntryTerms.Cosines, without excluded: Int? = nil
    ) -> (features: KnowledgeFeatures, position: Int) {
        var features = KnowledgeFeatures()
        var best = (score: -1.0, position: 0)
        for (position, text) in entry.questions.enumerated() where position != excluded {
            let cosine = cosines.questions[position] ?? 0
            let words = words.overlap(with: text.words)
            let grams = grams.overlap(with: text.grams)
            features.questionCosine = max(features.questionCosine, cosine)
            features.wordOverlap = max(features.wordOverlap, words)
            features.gramOverlap = max(features.gramOverlap, grams)
            let score = cosine + 0.5 * (words + grams)
            if score > best.score { best = (score, position) }
        }
        features.answerCosine = max(0, cosines.answer ?? 0)
        let found = fieldFrequencies(entry, without: excluded)
        features.bm25 = bm25(found)
        features.coverage = zip(found, words.weights).reduce(0) { $0 + ($1.0 > 0 ? $1.1 : 0) } / words.total
        features.gramCoverage = gramCoverage(entry, without: excluded)
        return (features, best.position)
    }

    /// How often each of the query's words stands in the entry's fields, weighed by field (BM25F).
    private func fieldFrequencies(_ entry: EntryTerms, without excluded: Int?) -> [Double] {
        var found = [Double](repeating: 0, count: words.terms.count)
        for (position, text) in entry.questions.enumerated() where position != excluded {
            let weight = position == 0 ? Self.questionWeight : Self.aliasWeight
            words.forEachShared(with: text.words) { found[$0] += weight }
        }
        words.forEachShared(with: entry.answer.words) { found[$0] += Self.answerWeight }
        return found
    }

    private func bm25(_ found: [Double]) -> Double {
        zip(found, words.weights).reduce(0) { $0 + $1.1 * $1.0 * 2.2 / ($1.0 + 1.2) } / words.total
    }

    private func gramCoverage(_ entry: EntryTerms, without excluded: Int?) -> Double {
        var isFound = [Bool](repeating: false, count: grams.terms.count)
        for (position, text) in entry.questions.enumerated() where position != excluded {
            grams.forEachShared(with: text.grams) { isFound[$0] = true }
        }
        grams.forEachShared(with: entry.answer.grams) { isFound[$0] = true }
        return zip(isFound, grams.weights).reduce(0) { $0 + ($1.0 ? $1.1 : 0) } / grams.total
    }
}

extension KnowledgeQuery {
    /// How much the query says: a logarithm of its words' weights.
    var information: Double {
        log(1 + words.total)
    }
}
