internal import Foundation
internal import Frontdesk

/// How well labelled messages are understood, as `test` prints it.
struct UnderstandingSummary {
    let report: TestReport

    private static let mostRows = 5

    func lines(limit: Int) -> [StyledText] {
        figures.lines(limit: limit)
            + IntentTables(report.intents, report.confusedPairs, rows: Self.mostRows).lines(limit: limit)
            + ["  \(Count.of(report.examples, "message") + String(format: " in %.1f s", report.seconds), .faint)"]
    }

    private var figures: Table {
        var table = Table([.init(), .init(.right)], indent: 2)
        func title(_ text: String) { table.rows += [[.init("")], [.init(text, .faint)]] }
        func row(_ name: String, _ figure: String) { table.rows.append([.init(name), .init(figure)]) }
        func row(_ name: String, _ share: Double?) { if let share { row(name, Percent.of(share)) } }
        if report.labelled > 0 {
            title("the intent that stands first, \(Count.of(report.labelled, "message"))")
            row("accuracy", report.accuracy)
            row("macro F1", report.macroF1)
            row("weighted F1", report.weightedF1)
        }
        if report.routing.inScope > 0 {
            title("the likeliest reply, \(Count.of(report.routing.inScope, "message"))")
            row("expected calibration error", report.expectedCalibrationError)
            for (name, value) in coverage { row(name, value) }
            row("answered rightly at 3 % wrong", report.automationAt3PercentWrong)
        }
        if let outside = report.outOfScope {
            title("out of scope, \(Count.of(outside.examples, "message"))")
            row("AUROC", Self.decimal(outside.auroc))
            row("AUPR", Self.decimal(outside.aupr))
            row("FPR95", outside.fpr95)
            row("recall at the threshold", outside.recall)
            row("in-scope accuracy", report.inScopeAccuracy)
        }
        return table
    }

    private var coverage: [(String, String)] {
        report.coverages.map { percent, accuracy in
            ("right among the surest \(percent) %", Percent.of(accuracy))
        } + (report.aurc.map { [("area under risk and coverage", Self.decimal($0))] } ?? [])
    }

    private static func decimal(_ value: Double) -> String {
        String(format: "%.3f", value)
    }
}
