internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk stats`
struct StatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Show what happened: how many messages came, and what became of them.",
        discussion: """
            A message counts as asked again if its reply tells the same as one of the two replies before it had told \
            already. --questions shows what customers wrote and got no answer to, the most frequent first, without \
            mail addresses and numbers.
            """)

    @Option(help: "Only the last days.")
    var days: Int?

    @Flag(help: "Show the questions that got no answer.")
    var questions = false

    @OptionGroup var options: BotOptions

    private static let shown = 10
    private static let shownQuestions = 50

    private static func title(_ text: String, of count: Int) -> String {
        count > shown ? "\(text), the first \(shown) of \(count)" : text
    }

    func validate() throws {
        if let days, days < 1 { throw ValidationError("--days must be at least 1") }
    }

    func run() throws {
        let console = CommandEnvironment.current.console
        let bot = try options.existing()
        let store = try Store(folder: bot.state)
        let since = days.map { Date(timeIntervalSinceNow: -86_400 * Double($0)) }
        let report = try StatisticsReport(bot, store, since: since)
        let statistics = report.statistics
        if options.json {
            return try console.print(json: StatisticsJSON(report, days: days, showsQuestions: questions))
        }
        let imported = statistics.importedConversations
        if statistics.turns == 0 {
            let noun = imported == 1 ? "1 conversation" : "\(imported) conversations"
            let rest = imported > 0 ? "; \(noun) came in with logs" : ""
            return try console.print("Nothing was said\(days == nil ? " yet" : " in this time")\(rest).")
        }
        for line in lines(report, limit: console.columns) { try console.print(line) }
    }

    private func lines(_ report: StatisticsReport, limit: Int) -> [StyledText] {
        let statistics = report.statistics
        var table = Table([.init(shrinks: true), .init(.right), .init(.right)], indent: 2)
        func row(_ name: String, _ count: Int, of whole: Int? = nil) {
            let share = whole.map { $0 == 0 ? "" : Percent.of(Double(count) / Double($0)) } ?? ""
            table.rows.append([.init(name), .init(String(count)), .init(share, .faint)])
        }
        func title(_ text: String) {
            table.rows.append([.init("")])
            table.rows.append([.init(text, .faint)])
        }
        row("conversations", statistics.conversations)
        row("turns", statistics.turns)
        row("messages", statistics.messages)
        row("asked again", statistics.askedAgain, of: statistics.messages)
        if statistics.importedConversations > 0 { row("imported conversations", statistics.importedConversations) }
        title("replies")
        for (name, routes) in StatisticsJSON.fates {
            row(name, routes.reduce(0) { $0 + (statistics.routes[$1] ?? 0) }, of: statistics.replies)
        }
        title("people's judgement")
        row("good", statistics.good)
        row("bad", statistics.bad)
        row("corrections", statistics.corrections)
        for (text, counts) in [("intents", statistics.intents), ("entries", statistics.entries)] where !counts.isEmpty {
            title(Self.title(text, of: counts.count))
            for count in counts.prefix(Self.shown) {
                let name = text == "entries" ? report.title(ofEntry: count.name) : count.name
                row(name, count.count, of: statistics.replies)
            }
        }
        return table.lines(limit: limit).map { $0.plain.allSatisfy { $0 == " " } ? "" : $0 }
            + neverTold(report, limit) + unanswered(report.unanswered, limit)
    }

    private func neverTold(_ report: StatisticsReport, _ limit: Int) -> [StyledText] {
        let ids = report.neverTold
        guard !ids.isEmpty else { return [] }
        var table = Table([.init(shrinks: true)], indent: 2)
        table.rows = [[.init(Self.title("entries never told", of: ids.count), .faint)]]
        table.rows += ids.prefix(Self.shown).map { [.init(report.title(ofEntry: $0))] }
        return [""] + table.lines(limit: limit)
    }

    /// What customers wrote is shown only where it is asked for.
    private func unanswered(_ all: [UnansweredQuestion], _ limit: Int) -> [StyledText] {
        let count = all.reduce(0) { $0 + $1.count }
        let hint = questions || all.isEmpty ? "" : "; --questions shows them"
        var table = Table([.init(shrinks: true), .init(.right)], indent: 2)
        if questions { table.rows = all.prefix(Self.shownQuestions).map { [.init($0.text), .init(String($0.count))] } }
        let rest = questions ? all.count - table.rows.count : 0
        return ["", StyledText("  messages without an answer: \(count)\(hint)", .faint)] + table.lines(limit: limit)
            + (rest > 0 ? [StyledText("  and \(rest) more; --json has all", .faint)] : [])
    }
}
