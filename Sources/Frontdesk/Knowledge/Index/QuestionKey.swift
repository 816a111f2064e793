internal import Foundation
internal import Kernels

/// What tells that two questions ask the same: a hash of their words' stems, whatever the order.
///
/// "How do I return shoes?" and "Returning shoes: how do I?" share a key; so do all that are equal once normalised.
struct QuestionKey: Sendable, Hashable {
    let hash: UInt64
    /// The hashes of each stem, where there are many.
    private let parts: [UInt64]

    init(_ question: String) {
        let stems = Self.stems(of: question)
        // A sum does not depend on the order, and one stem is taken out of it in no time.
        hash = stems.isEmpty ? StableHash.of(question) : stems.reduce(0, &+)
        parts = stems.count >= Self.many ? stems : []
    }

    /// The hash of each stem, once.
    private static func stems(of question: String) -> [UInt64] {
        let text = TextRuns(question)
        var stems: [UInt64] = []
        var word: [UInt8] = []
        for run in text.runs {
            word.replaceSubrange(word.startIndex..., with: text.bytes[run.range])
            Stemmer.stem(&word)
            let hash = StableHash.of(word) &* Self.spread
            if !stems.contains(hash) { stems.append(hash) }
        }
        return stems
    }

    /// An odd number that spreads the hashes of short words over all bits.
    private static let spread: UInt64 = 0x9E37_79B9_7F4A_7C15
    /// Of so many stems, all but one are nine tenths.
    private static let many = 10

    /// The key itself, and, of a long question, those of questions that lack one of its stems.
    var similar: [UInt64] { [hash] + parts.map { hash &- $0 } }

    /// As the store keeps it.
    var stored: Int64 { Int64(bitPattern: hash) }

    /// The keys of many questions, computed on all processors.
    static func all(_ questions: [String]) -> [QuestionKey] {
        concurrentMap(of: questions) { QuestionKey($0) }
    }
}
