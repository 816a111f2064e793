/// What the plots of a test show beside the figures of `TestReport`.
package struct TestDetails: Sendable, Encodable {
    /// The likeliest reply to each message in scope.
    package let reliability: [Metrics.ReliabilityBin]
    /// The confidence of right and of wrong likeliest replies to messages in scope.
    package let confidence: Metrics.Histogram
    /// The out-of-scope scores of messages in scope and out of it; nil where there is but one kind.
    package let outOfScope: Metrics.Histogram?
    package let confusion: Confusion

    enum CodingKeys: String, CodingKey {
        case reliability, confusion
        case confidence = "confidence_histogram"
        case outOfScope = "out_of_scope_histogram"
    }

    init(_ judged: [Evaluator.Judged], _ confusion: Confusion) {
        self.confusion = confusion
        let covered = judged.filter { !$0.message.isOutOfScope }
        let outside = judged.filter(\.message.isOutOfScope)
        reliability = Metrics.reliability(covered.map(\.confidence), right: covered.map(\.isBestRight))
        confidence = Metrics.Histogram([
            ("right", covered.filter(\.isBestRight).map(\.confidence)),
            ("wrong", covered.filter { !$0.isBestRight }.map(\.confidence)),
        ])
        outOfScope =
            covered.isEmpty || outside.isEmpty
            ? nil
            : Metrics.Histogram([
                ("in_scope", covered.map(\.ranking.outOfScope)),
                ("out_of_scope", outside.map(\.ranking.outOfScope)),
            ])
    }
}
