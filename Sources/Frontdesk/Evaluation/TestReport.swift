/// What `test` prints: how well the bot understands labelled messages, and what it does with them.
package struct TestReport: Sendable, Codable {
    /// How well out-of-scope messages are told apart; out of scope is the positive class.
    package struct OutOfScope: Sendable, Codable {
        package let auroc: Double
        package let aupr: Double
        package let fpr95: Double
        /// The share of out-of-scope messages that the classifier rejects at its threshold.
        package let recall: Double
        package let examples: Int
    }

    /// The first-ranked intent's share of right ones among messages labelled with an intent.
    package let accuracy: Double
    package let macroF1: Double
    package let weightedF1: Double
    package let expectedCalibrationError: Double
    /// As `accuracy`, a rejected message counting as wrong; nil without out-of-scope messages.
    package let inScopeAccuracy: Double?
    package let outOfScope: OutOfScope?
    /// The most that could be answered rightly with at most 3 % of the answers wrong.
    package let automationAt3PercentWrong: Double
    /// At the thresholds in force.
    package let automation: Double
    package let wrong: Double
    package let examples: Int
    package let seconds: Double
    package let routing: RoutingReport
    package let languages: [String: RoutingReport]

    enum CodingKeys: String, CodingKey {
        case accuracy, automation, wrong, examples, seconds, routing, languages
        case macroF1 = "macro_f1"
        case weightedF1 = "weighted_f1"
        case expectedCalibrationError = "expected_calibration_error"
        case inScopeAccuracy = "in_scope_accuracy"
        case outOfScope = "out_of_scope"
        case automationAt3PercentWrong = "automation_at_3_percent_wrong"
    }
}

extension TestReport {
    init(_ judged: [Evaluator.Judged], settings: Settings, outOfScopeThreshold: Double, seconds: Double) {
        let labelled = judged.filter { $0.message.intent != nil }
        let truth = labelled.map { $0.message.intent ?? "" }
        let predicted = labelled.map { $0.firstIntent?.intent ?? "" }
        accuracy = Metrics.accuracy(predicted, truth)
        macroF1 = Metrics.macroF1(predicted, truth)
        weightedF1 = Metrics.weightedF1(predicted, truth)
        let covered = judged.filter { !$0.message.isOutOfScope }
        expectedCalibrationError = Metrics.expectedCalibrationError(
            covered.map { $0.best?.confidence ?? 0 }, right: covered.map(\.isBestRight))
        let accepted = zip(labelled, zip(predicted, truth)).count { judged, pair in
            judged.ranking.outOfScope < outOfScopeThreshold && pair.0 == pair.1
        }
        let hasOutside = judged.contains { $0.message.isOutOfScope }
        inScopeAccuracy = hasOutside && !labelled.isEmpty ? Double(accepted) / Double(labelled.count) : nil
        outOfScope = Self.outOfScope(judged, threshold: outOfScopeThreshold)
        let outcomes = judged.map {
            Metrics.Outcome(
                confidence: $0.best?.confidence ?? 0, isRight: $0.isBestRight, isInScope: !$0.message.isOutOfScope)
        }
        automationAt3PercentWrong =
            Metrics.automation(
                outcomes, atWrong: 0.03, outOfScopeShare: settings.outOfScopeShare
            ).automation
        routing = Self.routing(judged)
        automation = routing.automation
        wrong = routing.wrong
        languages = Dictionary(grouping: judged) { $0.message.language.rawValue }.mapValues(Self.routing)
        examples = judged.count
        self.seconds = seconds
    }

    private static func outOfScope(_ judged: [Evaluator.Judged], threshold: Double) -> OutOfScope? {
        let scores = judged.map(\.ranking.outOfScope)
        let isOutside = judged.map(\.message.isOutOfScope)
        guard let detection = Metrics.detection(scores, isPositive: isOutside) else { return nil }
        return OutOfScope(
            auroc: detection.auroc, aupr: detection.aupr, fpr95: detection.fpr95,
            recall: Metrics.recall(scores, isPositive: isOutside, threshold: threshold),
            examples: isOutside.count { $0 })
    }

    private static func routing(_ judged: [Evaluator.Judged]) -> RoutingReport {
        RoutingReport(
            judged.map {
                RoutingReport.Judged(message: $0.message, outcome: $0.outcome, belongsToPerson: $0.belongsToPerson)
            })
    }
}
