internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk model replay`
struct ModelReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Put logged messages to two models and list what they answer differently.",
        discussion: """
            Without ids, the newest model that does not answer is put beside the one that does. Conversations are \
            played from their beginning as if each model had answered them; nothing is stored, handed over or done. \
            What people corrected tells which answer is the better one. Mail addresses and numbers are left out.
            """)

    @Argument(help: ArgumentHelp("The model's id, or the beginning of it.", valueName: "id"))
    var model: String?

    @Option(help: ArgumentHelp("The model to put beside it, instead of the one that answers.", valueName: "id"))
    var against: String?

    @Option(help: ArgumentHelp("Only conversations of the last days, such as 30d.", valueName: "days"))
    var last: Days?

    @Option(help: "How many differences to show; 0 shows all.")
    var limit = 30

    @OptionGroup var options: BotOptions

    func validate() throws {
        guard limit >= 0 else { throw ValidationError("--limit must be at least 0") }
    }

    func run() throws {
        let console = CommandEnvironment.current.console
        let pair = try ModelPair(model, against: against, options)
        let replay = try Replay(
            options.existing(), Installation(cache: try CommandEnvironment.current.cache()),
            candidate: pair.candidate, champion: pair.champion, since: last?.beginning)
        let progress = JobProgressLine(on: console)
        defer { progress.finish() }
        let report = try replay.run { progress.show($0) }
        progress.finish()
        if options.json { return try console.print(json: ReplayJSON(report, pair)) }
        for line in lines(report, pair, limit: console.columns) { try console.print(line) }
    }

    private func lines(_ report: Replay.Report, _ pair: ModelPair, limit columns: Int) -> [StyledText] {
        guard report.messages > 0 else { return ["Nothing was said\(last == nil ? " yet" : " in this time")."] }
        let share = Percent.of(Double(report.different) / Double(report.messages))
        var lines: [StyledText] = [
            """
            \(report.different) of \(Count.of(report.messages, "message")) in \
            \(Count.of(report.conversations, "conversation")) would be answered differently (\(share)).
            """
        ]
        let labelled = report.differences.filter { $0.isBetter != nil }
        if !labelled.isEmpty {
            let better = labelled.filter { $0.isBetter == true }.reduce(0) { $0 + $1.count }
            let worse = labelled.reduce(0) { $0 + $1.count } - better
            lines.append("By what people said is right, \(better) of them better and \(worse) worse.")
        }
        guard !report.differences.isEmpty else { return lines }
        let shown = report.differences.prefix(self.limit == 0 ? .max : self.limit)
        var table = Table([.init(.right), .init(shrinks: true), .init(shrinks: true), .init(shrinks: true)], indent: 2)
        table.rows = [
            [.init(""), .init("message", .faint), .init(pair.champion, .faint), .init(pair.candidate, .faint)]
        ]
        table.rows += shown.map { difference in
            [
                .init(String(difference.count)), .words(difference.text), .init(difference.champion.words),
                .init(difference.candidate.words, difference.isBetter.map { $0 ? .good : .bad }),
            ]
        }
        let rest = report.differences.count - shown.count
        return lines + [""] + table.lines(limit: columns)
            + (rest > 0 ? ["\("  and \(rest) more; --limit 0 shows all", .faint)"] : [])
    }
}

extension Replay.Answer {
    /// "template refund_status"
    var words: String { ([route] + names).joined(separator: " ") }
}

/// What `model replay --json` prints.
private struct ReplayJSON: Encodable {
    struct Difference: Encodable {
        let text: String
        let count: Int
        let champion: Replay.Answer
        let candidate: Replay.Answer
        let better: Bool?
    }

    let champion: String
    let candidate: String
    let conversations: Int
    let messages: Int
    let different: Int
    let differences: [Difference]

    init(_ report: Replay.Report, _ pair: ModelPair) {
        (champion, candidate) = (pair.champion, pair.candidate)
        conversations = report.conversations
        messages = report.messages
        different = report.different
        differences = report.differences.map {
            Difference(
                text: $0.text, count: $0.count, champion: $0.champion, candidate: $0.candidate, better: $0.isBetter)
        }
    }
}
