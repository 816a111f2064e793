internal import Foundation

/// What became of messages before and after a model was promoted.
package struct ModelComparison: Sendable {
    /// One share of both sides.
    package struct Row: Sendable {
        package let outcome: OutcomeCounts.Outcome
        package let before: (count: Int, of: Int)
        package let after: (count: Int, of: Int)
        /// How often chance alone makes such a difference; nil where there is too little to say.
        package let chance: Double?

        /// Whether there is a difference that chance does not explain; nil where there is too little to say.
        package var isDifference: Bool? { chance.map { $0 < 0.05 } }

        /// What can be said of the difference.
        package var verdict: String {
            guard let chance else { return "too few to say" }
            let figure = chance < 0.001 ? "p < 0.001" : String(format: "p = %.3f", chance)
            guard chance < 0.05 else { return "within chance (\(figure))" }
            let points = 100 * (Double(after.count) / Double(after.of) - Double(before.count) / Double(before.of))
            return String(format: "%+.1f points (%@)", points, figure)
        }
    }

    package let before: ConversationStatistics.ModelPeriod
    package let after: ConversationStatistics.ModelPeriod
    package let rows: [Row]

    /// A comparison for each promotion with replies on both sides, the last one first.
    package static func all(_ periods: [ConversationStatistics.ModelPeriod]) -> [ModelComparison] {
        zip(periods, periods.dropFirst()).map { ModelComparison($0, $1) }.reversed()
    }

    init(_ before: ConversationStatistics.ModelPeriod, _ after: ConversationStatistics.ModelPeriod) {
        self.before = before
        self.after = after
        let (first, second) = (before.outcomes, after.outcomes)
        rows = OutcomeCounts.Outcome.allCases.map { outcome in
            Row(
                outcome: outcome, before: (first[outcome], first.replies), after: (second[outcome], second.replies),
                chance: Metrics.chanceOfDifference(
                    first[outcome], of: first.replies, and: second[outcome], of: second.replies))
        }
    }
}

extension ConversationStatistics.ModelPeriod {
    /// The model, or what was before the first one.
    package var name: String { model ?? "no model" }
}
