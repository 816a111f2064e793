internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk stats`
struct StatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Show what happened: how many messages came, and what became of them.",
        discussion: """
            A message counts as asked again if its reply tells the same as one of the two replies before it had told \
            already.
            """)

    @Option(help: "Only the last days.")
    var days: Int?

    @OptionGroup var options: BotOptions

    private static let shown = 10

    func validate() throws {
        if let days, days < 1 { throw ValidationError("--days must be at least 1") }
    }

    func run() throws {
        let console = CommandEnvironment.current.console
        let store = ConversationStore(try Store(folder: options.existing().state))
        let since = days.map { Date(timeIntervalSinceNow: -86_400 * Double($0)) }
        let statistics = try store.statistics(since: since)
        if options.json { return try console.print(json: StatisticsJSON(statistics, days: days)) }
        if statistics.turns == 0 {
            return try console.print("Nothing was said\(days == nil ? " yet" : " in this time").")
        }
        for line in lines(statistics, limit: console.columns) { try console.print(line) }
    }

    private func lines(_ statistics: ConversationStatistics, limit: Int) -> [StyledText] {
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
        title("replies")
        for (name, routes) in StatisticsJSON.fates {
            row(name, routes.reduce(0) { $0 + (statistics.routes[$1] ?? 0) }, of: statistics.replies)
        }
        title("people's judgement")
        row("good", statistics.good)
        row("bad", statistics.bad)
        row("corrections", statistics.corrections)
        for (text, counts) in [("intents", statistics.intents), ("entries", statistics.entries)] where !counts.isEmpty {
            title(counts.count > Self.shown ? "\(text), the first \(Self.shown) of \(counts.count)" : text)
            for count in counts.prefix(Self.shown) { row(count.name, count.count, of: statistics.replies) }
        }
        return table.lines(limit: limit).map { $0.plain.allSatisfy { $0 == " " } ? "" : $0 }
    }
}

/// Statistics as `--json` prints them: shares of the replies, and counts.
private struct StatisticsJSON: Encodable {
    struct Intent: Encodable {
        let intent: String
        let count: Int
    }

    struct Entry: Encodable {
        let id: String
        let count: Int
    }

    /// What can become of a message, with the routes that make it up.
    static let fates = [
        ("answered", ["template", "knowledge"]), ("asked for a value", ["ask"]), ("asked which is meant", ["clarify"]),
        ("handed over", ["handoff"]), ("fell back", ["fallback"]),
    ]

    let days: Int?
    let conversations: Int
    let turns: Int
    let messages: Int
    let replies: Int
    let answered: Double
    let asked: Double
    let clarified: Double
    let handedOver: Double
    let fellBack: Double
    let routes: [String: Int]
    let askedAgain: Int
    let good: Int
    let bad: Int
    let corrections: Int
    let intents: [Intent]
    let entries: [Entry]

    enum CodingKeys: String, CodingKey {
        case days, conversations, turns, messages, replies, answered, asked, clarified, routes, good, bad, corrections
        case intents, entries
        case handedOver = "handed_over"
        case fellBack = "fell_back"
        case askedAgain = "asked_again"
    }

    init(_ statistics: ConversationStatistics, days: Int?) {
        self.days = days
        conversations = statistics.conversations
        turns = statistics.turns
        messages = statistics.messages
        replies = statistics.replies
        answered = statistics.share(of: "template", "knowledge")
        asked = statistics.share(of: "ask")
        clarified = statistics.share(of: "clarify")
        handedOver = statistics.share(of: "handoff")
        fellBack = statistics.share(of: "fallback")
        routes = statistics.routes
        askedAgain = statistics.askedAgain
        good = statistics.good
        bad = statistics.bad
        corrections = statistics.corrections
        intents = statistics.intents.map { Intent(intent: $0.name, count: $0.count) }
        entries = statistics.entries.map { Entry(id: $0.name, count: $0.count) }
    }
}
