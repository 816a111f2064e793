internal import Foundation

/// A query's terms and weights, and the evidence that an entry gives for it.
struct KnowledgeQuery: Sendable {
    let words: WeightedTerms
    let grams: WeightedTerms
    let isHan: Bool
    /// The mean number of terms in an answer, to which BM25 compares an answer's.
    let answerLength: Double

    /// How much the query says: a logarithm of its words' weights.
    var information: Double { log(1 + words.total) }

    /// The evidence for an entry, and the position of its nearest question or alias.
    ///
    /// `without` is the position of an alias that counts as not there, when the search is judged with that alias.
    func evidence(
        _ entry: EntryTerms, _ cosines: EntryCosines, without excluded: Int? = nil
    ) -> (features: KnowledgeFeatures, position: Int) {
        var features = KnowledgeFeatures()
        var best = (score: -1.0, position: 0)
        for (position, text) in entry.questions.enumerated() where position != excluded {
            let cosine = cosines[position]
            let words = words.overlap(with: text.words)
            let grams = grams.overlap(with: text.grams)
            features.nearestCosine = max(features.nearestCosine, cosine)
            features.wordOverlap = max(features.wordOverlap, words)
            features.gramOverlap = max(features.gramOverlap, grams)
            let score = cosine + 0.5 * (words + grams)
            if score > best.score { best = (score, position) }
        }
        if excluded != 0 { features.questionCosine = max(0, cosines[0]) }
        features.answerCosine = max(0, cosines[KnowledgeEntry.answerPosition])
        // The passage begins with the question, which is not there when the question is what is asked.
        if excluded != 0 { features.passageCosine = max(0, cosines[KnowledgeEntry.passagePosition]) }
        addWords(entry, without: excluded, to: &features)
        return (features, best.position)
    }

    private func addWords(_ entry: EntryTerms, without excluded: Int?, to features: inout KnowledgeFeatures) {
        var isFound = [Bool](repeating: false, count: words.terms.count)
        for (position, text) in entry.questions.enumerated() where position != excluded {
            var covered = 0.0
            words.forEachShared(with: text.words) { own, _ in
                isFound[own] = true
                covered += words.weights[own]
            }
            if position == 0 { features.questionCoverage = covered / words.total }
        }
        let saturation = 1.2 * (0.25 + 0.75 * Double(entry.answer.length) / max(answerLength, 1))
        words.forEachShared(with: entry.answer.set) { own, other in
            isFound[own] = true
            let count = Double(entry.answer.counts[other])
            features.answerCoverage += words.weights[own] / words.total
            features.answerBM25 += words.weights[own] / words.total * count * 2.2 / (count + saturation)
        }
        for index in isFound.indices where isFound[index] { features.coverage += words.weights[index] / words.total }
    }
}
