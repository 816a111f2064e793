internal import Foundation

/// A text's terms as sorted hashes, which compare faster than strings.
struct TermSet: Sendable, Hashable {
    /// Each term once, in ascending order.
    let terms: [UInt32]

    init(_ texts: [String]) {
        self.init(hashes: texts.map(Self.hash))
    }

    /// The set of terms whose hashes these are, in whatever order.
    init(hashes: [UInt32]) {
        let sorted = hashes.sorted()
        var terms: [UInt32] = []
        terms.reserveCapacity(sorted.count)
        for hash in sorted where hash != terms.last { terms.append(hash) }
        self.terms = terms
    }

    fileprivate init(terms: [UInt32]) {
        self.terms = terms
    }

    /// A term's hash. That two of a base's terms share one is rare, and costs no more than a slightly wrong weight.
    static func hash(_ text: String) -> UInt32 {
        var hash = TermHash()
        for byte in text.utf8 { hash.add(byte) }
        return hash.value
    }

    func contains(_ term: UInt32) -> Bool {
        var low = 0
        var high = terms.count
        while low < high {
            let middle = (low + high) / 2
            if terms[middle] < term { low = middle + 1 } else { high = middle }
        }
        return low < terms.count && terms[low] == term
    }
}

/// A longer text's terms with how often each stands in it.
struct TermCounts: Sendable, Hashable {
    let set: TermSet
    /// In the order of `set.terms`.
    let counts: [UInt32]
    /// How many terms the text has, repetitions included.
    let length: Int

    /// Counts the terms whose hashes these are, in whatever order.
    init(hashes: [UInt32]) {
        var (terms, counts): ([UInt32], [UInt32]) = ([], [])
        for hash in hashes.sorted() {
            if hash == terms.last {
                counts[counts.count - 1] += 1
            } else {
                terms.append(hash)
                counts.append(1)
            }
        }
        self.init(set: TermSet(terms: terms), counts: counts)
    }

    fileprivate init(set: TermSet, counts: [UInt32]) {
        self.set = set
        self.counts = counts
        length = Int(counts.reduce(0, +))
    }
}

/// An entry's texts, ready to be compared with a query.
struct EntryTerms: Sendable, Hashable {
    struct Text: Sendable, Hashable {
        let words: TermSet
        let grams: TermSet
    }

    /// The question, then the aliases.
    let questions: [Text]
    let answer: TermCounts

    /// The position of the text that says all of the entry: the passage, or the question where there is no answer.
    var passage: Int { answer.length == 0 ? 0 : KnowledgeEntry.passagePosition }

    init(_ entry: KnowledgeEntry) {
        self.init(
            questions: ([entry.question] + entry.aliases).map { TextAnalysis($0) },
            answer: TextAnalysis(entry.answer, withGrams: false))
    }

    /// The terms of texts that are analysed already, the question first.
    init(questions: [TextAnalysis], answer: TextAnalysis) {
        self.questions = questions.map {
            Text(words: TermSet(hashes: $0.wordTerms.hashes), grams: TermSet(hashes: $0.gramTerms.hashes))
        }
        self.answer = TermCounts(hashes: answer.wordTerms.hashes)
    }
}

extension EntryTerms {
    /// The terms as the store keeps them: lists of 32-bit numbers, each after its length.
    var data: Data {
        var numbers = [UInt32(questions.count)]
        func append(_ list: [UInt32]) {
            numbers.append(UInt32(list.count))
            numbers += list
        }
        for text in questions {
            append(text.words.terms)
            append(text.grams.terms)
        }
        append(answer.set.terms)
        append(answer.counts)
        return numbers.withUnsafeBytes { Data($0) }
    }

    /// Reads what `data` wrote; nil for anything else.
    init?(_ data: Data) {
        var numbers = [UInt32](repeating: 0, count: data.count / MemoryLayout<UInt32>.size)
        _ = numbers.withUnsafeMutableBytes { data.copyBytes(to: $0) }
        var rest = numbers[...]
        func list() -> [UInt32]? {
            guard let count = rest.popFirst(), rest.count >= count else { return nil }
            defer { rest = rest.dropFirst(Int(count)) }
            return Array(rest.prefix(Int(count)))
        }
        guard let count = rest.popFirst() else { return nil }
        var questions: [Text] = []
        for _ in 0..<count {
            guard let words = list(), let grams = list() else { return nil }
            questions.append(Text(words: TermSet(terms: words), grams: TermSet(terms: grams)))
        }
        guard let terms = list(), let counts = list(), terms.count == counts.count, rest.isEmpty else { return nil }
        self.questions = questions
        answer = TermCounts(set: TermSet(terms: terms), counts: counts)
    }
}
