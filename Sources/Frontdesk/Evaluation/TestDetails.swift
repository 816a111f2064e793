/// What the plots of a test show beside the figures of `TestReport`.
package struct TestDetails: Sendable, Encodable {
    /// The likeliest reply to each message in scope, or after a training the intent that stands first.
    package let reliability: [Metrics.ReliabilityBin]
    /// The confidence of right and of wrong ones of these.
    package let confidence: Metrics.Histogram
    /// The out-of-scope scores of messages in scope and out of it; nil where there is but one kind.
    package let outOfScope: Metrics.Histogram?
    package let confusion: Confusion

    enum CodingKeys: String, CodingKey {
        case reliability, confusion
        case confidence = "confidence_histogram"
        case outOfScope = "out_of_scope_histogram"
    }

    /// What intents and confidences were measured to be, without anything out of scope.
    init(_ intents: IntentScores, _ confidences: ConfidenceScores, outOfScope: Metrics.Histogram? = nil) {
        confusion = intents.confusion
        reliability = confidences.reliability
        confidence = confidences.histogram
        self.outOfScope = outOfScope
    }

    init(_ judged: [Evaluator.Judged], _ intents: IntentScores, _ confidences: ConfidenceScores) {
        let covered = judged.filter { !$0.message.isOutOfScope }
        let outside = judged.filter(\.message.isOutOfScope)
        let scores = Metrics.Histogram([
            ("in_scope", covered.map(\.ranking.outOfScope)), ("out_of_scope", outside.map(\.ranking.outOfScope)),
        ])
        self.init(intents, confidences, outOfScope: covered.isEmpty || outside.isEmpty ? nil : scores)
    }
}
