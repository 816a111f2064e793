internal import Foundation

/// A text's terms as sorted hashes, which compare faster than strings.
struct TermSet: Sendable {
    /// Each term once, in ascending order.
    let terms: [UInt64]
    /// How many terms the text has, repetitions included.
    let length: Int

    init(_ texts: [String]) {
        terms = Set(texts.map(Self.hash)).sorted()
        length = texts.count
    }

    /// FNV-1a over UTF-8, the same in every run.
    static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    func contains(_ term: UInt64) -> Bool {
        var low = 0
        var high = terms.count
        while low < high {
            let middle = (low + high) / 2
            if terms[middle] < term { low = middle + 1 } else { high = middle }
        }
        return low < terms.count && terms[low] == term
    }
}

/// The terms of a query with their weights: the rarer among the entries, the more one says.
struct WeightedTerms: Sendable {
    let terms: [UInt64]
    let weights: [Double]
    let total: Double

    /// `frequency` is the number of entries among `count` that hold a term.
    init(_ set: TermSet, count: Int, frequency: (UInt64) -> Int) {
        terms = set.terms
        weights = terms.map { term in
            let found = Double(min(frequency(term), count))
            return log(1 + (Double(count) - found + 0.5) / (found + 0.5))
        }
        total = max(weights.reduce(0, +), 1e-9)
    }

    /// Calls `body` with each weight whose term the set holds; both are sorted.
    func forEachShared(with set: TermSet, _ body: (Int) -> Void) {
        var other = 0
        for index in terms.indices {
            while other < set.terms.count, set.terms[other] < terms[index] { other += 1 }
            guard other < set.terms.count else { return }
            if set.terms[other] == terms[index] { body(index) }
        }
    }

    /// The harmonic mean of the weighed share of the query found in the set, and of the set's share that was found.
    func overlap(with set: TermSet) -> Double {
        guard !set.terms.isEmpty else { return 0 }
        var weight = 0.0
        var count = 0
        forEachShared(with: set) { index in
            weight += weights[index]
            count += 1
        }
        guard count > 0 else { return 0 }
        let recall = weight / total
        let precision = Double(count) / Double(set.terms.count)
        return 2 * recall * precision / (recall + precision)
    }
}

/// An entry's texts, ready to be compared with a query.
struct EntryTerms: Sendable {
    struct Text: Sendable {
        let words: TermSet
        let grams: TermSet

        init(_ text: String) {
            let analysis = TextAnalysis(text)
            words = TermSet(analysis.words)
            grams = TermSet(analysis.grams)
        }
    }

    /// The question, then the aliases.
    let questions: [Text]
    let answer: Text

    init(_ entry: KnowledgeEntry) {
        questions = ([entry.question] + entry.aliases).map(Text.init)
        answer = Text(entry.answer)
    }

    /// The cosines of one entry's texts with a query; nil where there are no vectors.
    struct Cosines: Sendable {
        /// By position: 0 the question, 1 and up the aliases.
        var questions: [Int: Double] = [:]
        var answer: Double?
    }
}
