internal import Foundation
internal import Frontdesk

/// What `train` ends with: the verdict, and how well the new model tells intents.
struct TrainingSummary: Encodable {
    let result: TrainingResult
    /// What only `report.json` holds.
    var details: TrainingDetails?

    private static let mostRows = 3

    /// The result's own keys, and beside them those of what was measured.
    func encode(to encoder: any Encoder) throws {
        try result.encode(to: encoder)
        try result.report?.encode(to: encoder)
        try details?.encode(to: encoder)
    }

    func lines(limit: Int) -> [StyledText] {
        verdict + ["", "  \(basis, .faint)"] + figures.lines(limit: limit)
            + (result.report.map { report in
                IntentTables(report.intents.classes, report.intents.confusedPairs, rows: Self.mostRows)
                    .lines(limit: limit)
            } ?? []) + thresholds
    }

    private var verdict: [StyledText] {
        let name = StyledText(result.outcome, result.promoted ? .good : .warning)
        let seconds = String(format: "%.1f", result.seconds)
        var lines: [StyledText] = [
            "\(result.model, .strong) \(name): \(result.reason)",
            """
            \(Count.of(result.examples, "example")) of \(Count.of(result.intents, "intent")) in \(seconds) s, recipe \
            \(result.recipe)
            """,
        ]
        if let conversations = result.conversationsAdded, let labels = result.labelsAdded {
            lines.insert(
                "Logs: \(Count.of(conversations, "new conversation")), \(Count.of(labels, "labelled message")).", at: 0)
        }
        if result.labelsSetAside > 0 {
            let aside = Count.of(
                result.labelsSetAside, "label of conversations was", "labels of conversations were")
            lines.append(StyledText("\(aside) set aside: the other examples speak against them.", .warning))
        }
        return lines
    }

    /// What the figures below it are of.
    private var basis: String {
        result.report.map { "the intent that stands first, on \($0.basis)" }
            ?? "nothing was left to measure on that the model had not seen"
    }

    private var figures: Table {
        var table = Table([.init(), .init(.right)], indent: 2)
        func row(_ name: String, _ figure: String) { table.rows.append([.init(name), .init(figure)]) }
        if let report = result.report {
            row("accuracy", Percent.of(report.intents.accuracy))
            row("macro F1", Percent.of(report.intents.macroF1))
            row("expected calibration error", Percent.of(report.confidences.expectedCalibrationError))
        }
        row("size without the base model", String(format: "%.1f MB", result.megabytes))
        row("to understand a message", String(format: "%.1f ms", result.milliseconds))
        return table
    }

    private var thresholds: [StyledText] {
        guard let source = Self.sources[result.thresholds] else { return [] }
        return [
            "", "\("The thresholds are \(source); 200 labelled messages in calibration/ would set them.", .faint)",
        ]
    }

    /// Thresholds that were not measured on what customers write.
    private static let sources: [RoutingModel.Source: String] = [
        .standard: "those that fit most bots", .examples: "set by the examples, which makes them strict",
    ]
}
