/// How well a new model tells intents, on messages that it had not seen.
package struct TrainingReport: Sendable {
    /// Where the messages come from that it was measured on.
    package struct Basis: Sendable, Hashable, Encodable {
        /// Examples of the stable tenth, which no model is trained on.
        package let heldOut: Int
        /// Messages of `evaluation/` labelled with an intent.
        package let evaluation: Int
        /// Examples that the model learnt, judged by others that had not seen them.
        package let crossValidation: Int

        package var messages: Int { heldOut + evaluation + crossValidation }

        enum CodingKeys: String, CodingKey {
            case evaluation
            case heldOut = "held_out"
            case crossValidation = "cross_validation"
        }
    }

    package let basis: Basis
    package let intents: IntentScores
    /// Of the intent that stands first for each message.
    package let confidences: ConfidenceScores
    /// The losses of each encoder that was tuned, the final one first.
    package let losses: [LossCurve]

    /// From what the model made of the messages that it is judged by; without these, from cross-validation.
    ///
    /// Nil where there are neither.
    init?(_ answers: [Confusion.Answer], of set: TrainingSet, _ trained: Trainer.Trained) {
        let measured = answers.isEmpty ? trained.outOfFold : answers
        guard !measured.isEmpty else { return nil }
        let heldOut = answers.isEmpty ? 0 : set.heldOut.count { $0.intent != nil }
        basis = Basis(
            heldOut: heldOut, evaluation: answers.count - heldOut,
            crossValidation: answers.isEmpty ? measured.count : 0)
        intents = IntentScores(measured)
        confidences = ConfidenceScores(measured.map(\.confidence), right: measured.map(\.isRight))
        losses = trained.losses
    }
}

extension TrainingReport.Basis: CustomStringConvertible {
    /// "31 held-out examples and 7 messages of evaluation/".
    package var description: String {
        guard crossValidation == 0 else {
            return "\(Count.of(crossValidation, "example")), by cross-validation"
        }
        let parts = [
            heldOut > 0 ? Count.of(heldOut, "held-out example") : nil,
            evaluation > 0 ? "\(Count.of(evaluation, "message")) of evaluation/" : nil,
        ].compactMap { $0 }
        return parts.joined(separator: " and ")
    }
}

extension TrainingReport: Encodable {
    private static let mostWeakest = 10

    private enum CodingKeys: String, CodingKey {
        case macroF1 = "macro_f1"
        case expectedCalibrationError = "expected_calibration_error"
        case weakestIntents = "weakest_intents"
        case confusedPairs = "confused_pairs"
        case measuredOn = "measured_on"
    }

    /// What `train --json` adds to the keys of the result.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(intents.macroF1, forKey: .macroF1)
        try container.encode(confidences.expectedCalibrationError, forKey: .expectedCalibrationError)
        try container.encode(intents.weakest(Self.mostWeakest), forKey: .weakestIntents)
        try container.encode(intents.confusedPairs, forKey: .confusedPairs)
        try container.encode(basis, forKey: .measuredOn)
    }
}

/// What only the `report.json` of a training holds: the figures of its plots.
package struct TrainingDetails: Encodable {
    private let report: TrainingReport

    package init(_ report: TrainingReport) {
        self.report = report
    }

    private enum CodingKeys: String, CodingKey {
        case aurc, losses
        case intentScores = "intent_scores"
        case weightedF1 = "weighted_f1"
        case riskCoverage = "risk_coverage"
    }

    package func encode(to encoder: any Encoder) throws {
        try TestDetails(report.intents, report.confidences).encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(report.intents.weightedF1, forKey: .weightedF1)
        try container.encode(report.intents.classes, forKey: .intentScores)
        try container.encode(report.confidences.aurc, forKey: .aurc)
        try container.encode(report.confidences.riskCoverage, forKey: .riskCoverage)
        let losses = Dictionary(grouping: report.losses.flatMap(\.scalars), by: \.name).mapValues { $0.map(\.value) }
        if !losses.isEmpty { try container.encode(losses, forKey: .losses) }
    }
}
