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
        let words = TextAnalysis.normalised(question).split(separator: " ")
        let stems = Set(words.map { StableHash.of(Stemmer.stem(String($0))) &* Self.spread })
        // A sum does not depend on the order, and one stem is taken out of it in no time.
        hash = stems.isEmpty ? StableHash.of(question) : stems.reduce(0, &+)
        parts = stems.count >= Self.many ? Array(stems) : []
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
        let starts = Array(stride(from: 0, to: questions.count, by: 1024))
        return concurrentMap(starts.count) { piece in
            questions[starts[piece]..<min(starts[piece] + 1024, questions.count)].map { QuestionKey($0) }
        }.flatMap(\.self)
    }
}
