/// What `test` prints: how well the bot understands labelled messages, and what it does with them.
package struct TestReport: Sendable, Codable {
    /// How well out-of-scope messages are told apart; out of scope is the positive class.
    package struct OutOfScope: Sendable, Codable {
        package let auroc: Double
        package let aupr: Double
        package let fpr95: Double
        /// The share of out-of-scope messages that the classifier rejects at its threshold.
        package let recall: Double
        package let threshold: Double
        package let examples: Int
    }

    /// The first-ranked intent's share of right ones among messages labelled with an intent; nil without such.
    package let accuracy: Double?
    package let macroF1: Double?
    package let weightedF1: Double?
    /// Of the likeliest reply to each message in scope, in 15 bins; nil without messages in scope.
    package let expectedCalibrationError: Double?
    /// As `accuracy`, a rejected message counting as wrong; nil without out-of-scope messages.
    package let inScopeAccuracy: Double?
    package let outOfScope: OutOfScope?
    /// The most that could be answered rightly with at most 3 % of the answers wrong; nil without messages in scope.
    package let automationAt3PercentWrong: Double?
    /// The area under `riskCoverage`; nil without messages in scope.
    package let aurc: Double?
    /// How often the likeliest reply is right among the surest four in five messages in scope, and so on.
    package let accuracyAt80PercentCoverage: Double?
    package let accuracyAt90PercentCoverage: Double?
    package let accuracyAt95PercentCoverage: Double?
    /// What would be wrong if only the surest messages were answered, at 50 steps at most.
    package let riskCoverage: [RiskCoverage.Point]
    /// Of every intent that is a label or was taken for one, the weakest first.
    package let intents: [Metrics.ClassScore]
    /// The intents most often taken for others, 20 pairs at most.
    package let confusedPairs: [Confusion.Pair]
    /// At the thresholds in force.
    package let automation: Double?
    package let wrong: Double?
    package let examples: Int
    package let seconds: Double
    package let routing: RoutingReport
    package let languages: [String: RoutingReport]

    /// The messages that are labelled with an intent.
    package var labelled: Int { intents.reduce(0) { $0 + $1.support } }

    /// How often the likeliest reply is right among so many of a hundred messages, the surest ones.
    package var coverages: [(percent: Int, accuracy: Double)] {
        [
            (80, accuracyAt80PercentCoverage), (90, accuracyAt90PercentCoverage), (95, accuracyAt95PercentCoverage),
        ].compactMap { percent, accuracy in accuracy.map { (percent, $0) } }
    }

    enum CodingKeys: String, CodingKey {
        case accuracy, automation, wrong, examples, seconds, routing, languages, aurc, intents
        case macroF1 = "macro_f1"
        case weightedF1 = "weighted_f1"
        case expectedCalibrationError = "expected_calibration_error"
        case inScopeAccuracy = "in_scope_accuracy"
        case outOfScope = "out_of_scope"
        case automationAt3PercentWrong = "automation_at_3_percent_wrong"
        case accuracyAt80PercentCoverage = "accuracy_at_80_percent_coverage"
        case accuracyAt90PercentCoverage = "accuracy_at_90_percent_coverage"
        case accuracyAt95PercentCoverage = "accuracy_at_95_percent_coverage"
        case riskCoverage = "risk_coverage"
        case confusedPairs = "confused_pairs"
    }
}

extension TestReport {
    init(
        _ judged: [Evaluator.Judged], _ scores: IntentScores, _ confidences: ConfidenceScores, settings: Settings,
        outOfScopeThreshold: Double,
        seconds: Double
    ) {
        let (isLabelled, isCovered) = (scores.labelled > 0, judged.contains { !$0.message.isOutOfScope })
        accuracy = isLabelled ? scores.accuracy : nil
        macroF1 = isLabelled ? scores.macroF1 : nil
        weightedF1 = isLabelled ? scores.weightedF1 : nil
        intents = scores.classes
        confusedPairs = scores.confusedPairs
        expectedCalibrationError = isCovered ? confidences.expectedCalibrationError : nil
        aurc = confidences.aurc
        accuracyAt80PercentCoverage = confidences.accuracy(atPercent: 80)
        accuracyAt90PercentCoverage = confidences.accuracy(atPercent: 90)
        accuracyAt95PercentCoverage = confidences.accuracy(atPercent: 95)
        riskCoverage = confidences.riskCoverage
        let labelled = judged.filter { $0.message.intent != nil }
        let accepted = labelled.count { judged in
            judged.ranking.outOfScope < outOfScopeThreshold && judged.firstIntent?.intent == judged.message.intent
        }
        let hasOutside = judged.contains { $0.message.isOutOfScope }
        inScopeAccuracy = hasOutside && !labelled.isEmpty ? Double(accepted) / Double(labelled.count) : nil
        outOfScope = Self.outOfScope(judged, threshold: outOfScopeThreshold)
        let outcomes = judged.map {
            Metrics.Outcome(
                confidence: $0.confidence, isRight: $0.isBestRight, isInScope: !$0.message.isOutOfScope)
        }
        let best = Metrics.automation(outcomes, atWrong: 0.03, outOfScopeShare: settings.outOfScopeShare)
        automationAt3PercentWrong = isCovered ? best.automation : nil
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
            recall: Metrics.recall(scores, isPositive: isOutside, threshold: threshold), threshold: threshold,
            examples: isOutside.count { $0 })
    }

    private static func routing(_ judged: [Evaluator.Judged]) -> RoutingReport {
        RoutingReport(
            judged.map {
                RoutingReport.Judged(message: $0.message, outcome: $0.outcome, belongsToPerson: $0.belongsToPerson)
            })
    }
}
