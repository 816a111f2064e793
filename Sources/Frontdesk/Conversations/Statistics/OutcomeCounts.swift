/// What became of some messages, counted by the replies to them.
package struct OutcomeCounts: Sendable, Hashable {
    /// What a share is told of.
    package enum Outcome: String, Sendable, CaseIterable {
        /// By a template or by knowledge, without a person.
        case answered
        /// A value was asked for first.
        case asked
        /// It was asked which of several replies is meant.
        case clarified
        case handedOver = "handed_over"
        /// Neither answered nor handed over.
        case fellBack = "fell_back"
        /// With what one of the two replies before had told already.
        case askedAgain = "asked_again"
        /// What people said of the reply.
        case good, bad
    }

    package private(set) var replies = 0
    private var counts: [Outcome: Int] = [:]

    package init() {}

    /// How many replies had an outcome.
    package subscript(outcome: Outcome) -> Int { counts[outcome] ?? 0 }

    /// The share of the replies; nought where there are none.
    package func share(_ outcome: Outcome) -> Double {
        replies == 0 ? 0 : Double(self[outcome]) / Double(replies)
    }

    /// Counts one reply.
    mutating func add(route: String?, feedback: String?, isAskedAgain: Bool) {
        replies += 1
        let outcomes = [
            route.flatMap { Self.ofRoute[$0] }, feedback.flatMap { Self.ofFeedback[$0] },
            isAskedAgain ? .askedAgain : nil,
        ]
        for case let outcome? in outcomes { counts[outcome, default: 0] += 1 }
    }

    /// Both together.
    func adding(_ other: OutcomeCounts) -> OutcomeCounts {
        var both = self
        both.replies += other.replies
        both.counts.merge(other.counts, uniquingKeysWith: +)
        return both
    }

    private static let ofRoute: [String: Outcome] = [
        "template": .answered, "knowledge": .answered, "ask": .asked, "clarify": .clarified, "handoff": .handedOver,
        "fallback": .fellBack,
    ]
    private static let ofFeedback: [String: Outcome] = ["good": .good, "bad": .bad]
}
