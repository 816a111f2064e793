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
        if excluded != 0 { features.passageCosine = max(0, cosines[entry.passage]) }
        addWords(entry, without: excluded, to: &features)
        return (features, best.position)
    }

    /// How much longer than usual a text is makes a word in it say less: the divisor of BM25 (k1 = 1.2, b = 0.75).
    private func saturation(_ length: Int, usual: Double) -> Double {
        1.2 * (0.25 + 0.75 * Double(length) / max(usual, 1))
    }

    /// A question's usual number of terms; Han has one for each character and each pair of neighbours.
    private var questionLength: Double { isHan ? 20 : 8 }

    private func addWords(_ entry: EntryTerms, without excluded: Int?, to features: inout KnowledgeFeatures) {
        var isFound = [Bool](repeating: false, count: words.terms.count)
        var counts = [Double](repeating: 0, count: words.terms.count)
        for (position, text) in entry.questions.enumerated() where position != excluded {
            var covered = 0.0
            words.forEachShared(with: text.words) { own, _ in
                isFound[own] = true
                covered += words.weights[own]
                if position == 0 { counts[own] += 1 }
            }
            if position == 0 { features.questionCoverage = covered / words.total }
            let gain = 2.2 / (1 + saturation(text.words.terms.count, usual: questionLength))
            features.questionBM25 = max(features.questionBM25, covered / words.total * gain)
        }
        let answer = saturation(entry.answer.length, usual: answerLength)
        words.forEachShared(with: entry.answer.set) { own, other in
            isFound[own] = true
            let count = Double(entry.answer.counts[other])
            counts[own] += count
            features.answerCoverage += words.weights[own] / words.total
            features.answerBM25 += words.weights[own] / words.total * count * 2.2 / (count + answer)
        }
        let length = entry.answer.length + (entry.questions.first?.words.terms.count ?? 0)
        let whole = saturation(length, usual: answerLength + questionLength)
        for (count, weight) in zip(counts, words.weights) {
            features.entryBM25 += weight / words.total * count * 2.2 / (count + whole)
        }
        for index in isFound.indices where isFound[index] { features.coverage += words.weights[index] / words.total }
    }
}
