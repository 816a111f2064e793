internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk model compare`
struct ModelCompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Measure two models on the same data, and say which should answer.",
        discussion: """
            Without ids, the newest model that does not answer is put beside the one that does. They are measured on \
            the examples held out of every training and on evaluation/, as 'train' measures them before it promotes; \
            messages that either was trained on are left out.
            """)

    @Argument(help: ArgumentHelp("The model's id, or the beginning of it.", valueName: "id"))
    var model: String?

    @Option(help: ArgumentHelp("The model to put beside it, instead of the one that answers.", valueName: "id"))
    var against: String?

    @OptionGroup var options: BotOptions

    private static let shown = 10

    func run() throws {
        let console = CommandEnvironment.current.console
        let pair = try ModelPair(model, against: against, options)
        let installation = Installation(cache: try CommandEnvironment.current.cache())
        let registry = try options.registry()
        let judge = try ModelJudge(options.existing(), installation)
        let comparison = try judge.compare(
            LoadedModel(pair.candidate, registry, installation),
            with: LoadedModel(pair.champion, registry, installation))
        if options.json { return try console.print(json: ComparisonJSON(comparison)) }
        for line in lines(comparison, limit: console.columns) { try console.print(line) }
    }

    private func lines(_ comparison: ModelJudge.Comparison, limit: Int) -> [StyledText] {
        let judgement = comparison.judgement
        let verdict: StyledText =
            judgement.isPromoted ? "\("would be promoted", .good)" : "\("would be refused", .warning)"
        return ["\(comparison.candidate.model, .strong) \(verdict): \(judgement.reason)", ""]
            + figures(comparison).lines(limit: limit) + changes(comparison, limit)
    }

    private func figures(_ comparison: ModelJudge.Comparison) -> Table {
        let sides = [comparison.champion, comparison.candidate]
        var table = Table([.init(), .init(.right), .init(.right)], indent: 2)
        table.rows = [[.init("")] + sides.map { .init($0.model, .faint) }]
        func row(_ name: String, _ figure: (ModelMeasure) -> String?) {
            let figures = sides.map { figure($0) ?? "" }
            if figures.contains(where: { !$0.isEmpty }) { table.rows.append([.init(name)] + figures.map { .init($0) }) }
        }
        row("right intent first") { $0.firstRight.isEmpty ? nil : Percent.of($0.accuracy) }
        row("answered rightly without a person") { ($0.tested?.report.automation).map(Percent.of) }
        row("answered wrongly") { ($0.tested?.report.wrong).map(Percent.of) }
        row("expected calibration error") { ($0.tested?.report.expectedCalibrationError).map(Percent.of) }
        row("out of scope, AUROC") { $0.tested?.report.outOfScope.map { String(format: "%.3f", $0.auroc) } }
        row("conversations that go as they should") { side in
            side.conversations.isEmpty
                ? nil : "\(side.conversations.count { $0.passed }) of \(side.conversations.count)"
        }
        row("size without the base model") { String(format: "%.1f MB", $0.megabytes) }
        row("to understand a message") { String(format: "%.1f ms", $0.milliseconds) }
        return table
    }

    /// The messages that one of them understands rightly and the other does not, those that got worse first.
    private func changes(_ comparison: ModelJudge.Comparison, _ limit: Int) -> [StyledText] {
        var lines: [StyledText] = []
        for (title, changes) in [
            ("wrong now", comparison.changes.filter { $0.champion == $0.intent }),
            ("right now", comparison.changes.filter { $0.champion != $0.intent }),
        ] where !changes.isEmpty {
            var table = Table([.init(shrinks: true), .init(), .init()], indent: 2)
            table.rows = changes.prefix(Self.shown).map { change in
                [.words(change.text), .init(change.champion), .init("→ \(change.candidate)")]
            }
            let all = changes.count > Self.shown ? ", the first \(Self.shown) of \(changes.count)" : ""
            lines += ["", "\("  \(title)\(all)", .faint)"] + table.lines(limit: limit)
        }
        return lines
    }
}

/// What `model compare --json` prints.
private struct ComparisonJSON: Encodable {
    struct Side: Encodable {
        let model: String
        let accuracy: Double?
        let automation: Double?
        let wrong: Double?
        let calibrationError: Double?
        let auroc: Double?
        let conversationsPassed: Int
        let megabytes: Double
        let milliseconds: Double

        enum CodingKeys: String, CodingKey {
            case model, accuracy, automation, wrong, auroc, megabytes, milliseconds
            case calibrationError = "expected_calibration_error"
            case conversationsPassed = "conversations_passed"
        }

        init(_ measure: ModelMeasure) {
            model = measure.model
            accuracy = measure.firstRight.isEmpty ? nil : measure.accuracy
            automation = measure.tested?.report.automation
            wrong = measure.tested?.report.wrong
            calibrationError = measure.tested?.report.expectedCalibrationError
            auroc = measure.tested?.report.outOfScope?.auroc
            conversationsPassed = measure.conversations.count { $0.passed }
            megabytes = measure.megabytes
            milliseconds = measure.milliseconds
        }
    }

    struct Change: Encodable {
        let text: String
        let intent: String
        let champion: String
        let candidate: String
    }

    let champion: Side
    let candidate: Side
    let promoted: Bool
    let reason: String
    let examples: Int
    let changes: [Change]

    init(_ comparison: ModelJudge.Comparison) {
        champion = Side(comparison.champion)
        candidate = Side(comparison.candidate)
        promoted = comparison.judgement.isPromoted
        reason = comparison.judgement.reason
        examples = comparison.candidate.firstRight.count
        changes = comparison.changes.map {
            Change(text: $0.text, intent: $0.intent, champion: $0.champion, candidate: $0.candidate)
        }
    }
}
