package import Foundation

/// The page that `train --report` writes.
package struct TrainingPage: Sendable {
    private let bot: String
    private let result: TrainingResult
    private let made: Date

    package init(bot: String, _ result: TrainingResult, made: Date) {
        self.bot = bot
        self.result = result
        self.made = made
    }

    /// The page, with a section for everything that was measured.
    package var page: ReportPage {
        var page = ReportPage("Training of \(bot)", facts: facts, [glance])
        guard let report = result.report else { return page }
        if !report.losses.isEmpty { page.append(losses(report.losses)) }
        page.append(IntentPlots(report.intents).section)
        page.append(ConfidencePlots(report.confidences, of: .intent).section)
        page.append(TestGlossary.ofTraining)
        return page
    }

    private var facts: [(name: String, value: String)] {
        [
            ("Made", made.formatted(.iso8601.dateSeparator(.dash).dateTimeSeparator(.space))),
            ("Model", "\(result.model), \(result.outcome): \(result.reason)"),
            ("Recipe", result.recipe),
            ("Learnt from", "\(Count.of(result.examples, "example")) of \(Count.of(result.intents, "intent"))"),
            ("Measured on", result.report?.basis.description ?? "nothing"),
        ]
    }

    private var glance: ReportSection {
        var figures: [ReportSection.Figure] = []
        if let report = result.report {
            let intents = report.intents
            figures += [
                .init(
                    Percent.of(intents.accuracy), "accuracy", note: "on \(Count.of(report.basis.messages, "message"))"),
                .init(Percent.of(intents.macroF1), "macro F1", note: "weighted F1 \(Percent.of(intents.weightedF1))"),
                .init(Percent.of(report.confidences.expectedCalibrationError), "expected calibration error"),
            ]
        }
        figures += [
            .init(String(format: "%.1f MB", result.megabytes), "size", note: "without the base model"),
            .init(
                String(format: "%.1f ms", result.milliseconds), "to understand a message", note: "without the search"),
        ]
        return ReportSection("At a glance", [.text(basis), .figures(figures)])
    }

    private var basis: String {
        guard let basis = result.report?.basis else {
            return "Nothing was left to measure it on that the model had not seen."
        }
        return basis.crossValidation > 0
            ? "Measured on \(basis): each of them was judged by a model that had not seen it, of the same kind as this one."
            : "Measured on \(basis), which the model was not trained on."
    }

    private func losses(_ curves: [LossCurve]) -> ReportSection {
        let text =
            "The final encoder learns from all examples for training; each that judges leaves some out, to be asked about them."
        let dropped = result.recipe == Trainer.Recipe.probe.rawValue
        let end = dropped ? " The base encoder alone did as well, so the model does without a tuned one." : ""
        return ReportSection("Training", [.text(text + end), .pictures(curves.map(\.picture))])
    }
}
