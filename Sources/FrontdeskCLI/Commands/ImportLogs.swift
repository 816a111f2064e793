internal import Foundation
internal import Frontdesk

/// `frontdesk import --logs`: conversations into the store.
struct ImportLogs {
    let bot: BotFolder
    let columns: [String: String]
    let options: LogImporter.Options
    let isJSON: Bool

    /// Imports the logs and tells what came of them; what is wrong is thrown in the end.
    func run(_ sources: [LogSource], on console: Console) throws {
        let intents = try LiveFiles(bot).current.catalog.names
        let store = try Store(folder: bot.state)
        let importer = try LogImporter(store, intents: intents, columns: columns, options: options)
        let progress = JobProgressLine(on: console)
        defer { progress.finish() }
        let result = try importer.importAll(sources) { progress.show($0) }
        progress.finish()
        try show(result, hasAnswers: ConversationStore(store).haveOtherAnswers(), on: console)
        try result.problems.throwIfAny()
    }

    private func show(_ result: LogImporter.Result, hasAnswers: Bool, on console: Console) throws {
        if isJSON {
            for summary in result.summaries { try console.print(json: LogSummaryJSON(summary, options.dryRun)) }
            for refused in result.refused { try console.print(json: RefusedJSON(refused, dryRun: options.dryRun)) }
            return
        }
        var table = Table([.init(shrinks: true), .init()], indent: 2)
        table.rows = result.summaries.map { [.init($0.source), .init(Self.counts(of: $0))] }
        for line in table.lines(limit: console.columns) { try console.print(line) }
        guard !result.summaries.isEmpty else { return }
        try console.print(outcome(result.summaries, hasAnswers))
    }

    /// What becomes of the conversations; agents' answers are learnt from without any label.
    private func outcome(_ summaries: [LogSummary], _ hasAnswers: Bool) -> StyledText {
        guard summaries.contains(where: \.isChange) else { return "Nothing changed." }
        if options.dryRun { return "Nothing was stored." }
        return switch (summaries.contains { $0.labels > 0 }, hasAnswers) {
        case (true, true): "'frontdesk train' learns the labels, and from agents' answers."
        case (true, false): "'frontdesk train' learns the labels."
        case (false, true):
            """
            No message had a new label: 'frontdesk train' learns from agents' answers, and 'frontdesk review' asks for labels.
            """
        case (false, false): "No message had a new label: 'frontdesk review' asks for labels."
        }
    }

    private static func counts(of summary: LogSummary) -> String {
        let counts = [
            (summary.added, "new"), (summary.extended, "gone on"), (summary.unchanged, "there already"),
            (summary.empty, "without turns"), (summary.skipped, "skipped"),
        ]
        var told = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        if told.isEmpty { told = ["no conversations"] }
        if summary.turns > 0 { told.append(Count.of(summary.turns, "turn")) }
        if summary.labels > 0 { told.append(Count.of(summary.labels, "label")) }
        return (told + summary.notes).joined(separator: ", ")
    }
}

/// An imported log as `--json` prints it.
private struct LogSummaryJSON: Encodable {
    let source: String
    let added: Int
    let extended: Int
    let unchanged: Int
    let empty: Int
    let skipped: Int
    let turns: Int
    let labels: Int
    let dryRun: Bool
    let notes: [String]
    let problems: [ProblemJSON]

    enum CodingKeys: String, CodingKey {
        case source, added, extended, unchanged, empty, skipped, turns, labels, notes, problems
        case dryRun = "dry_run"
    }

    init(_ summary: LogSummary, _ dryRun: Bool) {
        source = summary.source
        added = summary.added
        extended = summary.extended
        unchanged = summary.unchanged
        empty = summary.empty
        skipped = summary.skipped
        turns = summary.turns
        labels = summary.labels
        notes = summary.notes
        problems = summary.problems.errors.map(ProblemJSON.init)
        self.dryRun = dryRun
    }
}
