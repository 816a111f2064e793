internal import Foundation
internal import Frontdesk

/// Statistics as a terminal shows them.
struct StatisticsTables {
    private let report: StatisticsReport
    private let showsQuestions: Bool
    private let limit: Int
    private var statistics: ConversationStatistics { report.statistics }

    private static let shown = 10
    private static let shownQuestions = 50

    /// `limit` is the number of columns that there are.
    init(_ report: StatisticsReport, showsQuestions: Bool, limit: Int) {
        self.report = report
        self.showsQuestions = showsQuestions
        self.limit = limit
    }

    var lines: [StyledText] { counts + weeks + models + neverTold + unanswered }

    private static func title(_ text: String, of count: Int) -> String {
        count > shown ? "\(text), the first \(shown) of \(count)" : text
    }
}

// MARK: - Counts

extension StatisticsTables {
    private var counts: [StyledText] {
        var table = Table([.init(shrinks: true), .init(.right), .init(.right)], indent: 2)
        table.rows = totals + replies + judgements + counts("intents", statistics.intents) { $0 }
        table.rows += counts("entries", statistics.entries) { report.title(ofEntry: $0) }
        return table.lines(limit: limit).map { $0.plain.allSatisfy { $0 == " " } ? "" : $0 }
    }

    private func row(_ name: String, _ count: Int, of whole: Int? = nil) -> [Table.Cell] {
        let share = whole.map { $0 == 0 ? "" : Percent.of(Double(count) / Double($0)) } ?? ""
        return [.init(name), .init(String(count)), .init(share, .faint)]
    }

    private func title(_ text: String) -> [[Table.Cell]] { [[.init("")], [.init(text, .faint)]] }

    private var totals: [[Table.Cell]] {
        let imported = statistics.importedConversations
        return [
            row("conversations", statistics.conversations), row("turns", statistics.turns),
            row("messages", statistics.messages), row("asked again", statistics.askedAgain, of: statistics.messages),
        ] + (imported > 0 ? [row("imported conversations", imported)] : [])
    }

    private static let fates: [(name: String, outcome: OutcomeCounts.Outcome)] = [
        ("answered", .answered), ("asked for a value", .asked), ("asked which is meant", .clarified),
        ("handed over", .handedOver), ("fell back", .fellBack),
    ]

    private var replies: [[Table.Cell]] {
        title("replies") + Self.fates.map { row($0.name, statistics.outcomes[$0.outcome], of: statistics.replies) }
    }

    private var judgements: [[Table.Cell]] {
        title("people's judgement") + [
            row("good", statistics.good), row("bad", statistics.bad), row("corrections", statistics.corrections),
        ]
    }

    private func counts(
        _ text: String, _ counts: [ConversationStatistics.Count], name: (String) -> String
    ) -> [[Table.Cell]] {
        guard !counts.isEmpty else { return [] }
        return title(Self.title(text, of: counts.count))
            + counts.prefix(Self.shown).map { row(name($0.name), $0.count, of: statistics.replies) }
    }
}

// MARK: - Over time

extension StatisticsTables {
    private static let overTime: [(name: String, outcome: OutcomeCounts.Outcome)] = [
        ("answered", .answered), ("which is meant", .clarified), ("handed over", .handedOver), ("fell back", .fellBack),
        ("asked again", .askedAgain), ("bad", .bad),
    ]

    private func table(_ title: String, _ rows: [(name: String, outcomes: OutcomeCounts)]) -> Table {
        var table = Table([.init()] + Array(repeating: .init(.right), count: Self.overTime.count + 1), indent: 2)
        table.rows = [([title, "replies"] + Self.overTime.map(\.name)).map { .init($0, .faint) }]
        table.rows += rows.map { name, outcomes in
            [.init(name), .init(String(outcomes.replies))]
                + Self.overTime.map { .init(Percent.of(outcomes.share($0.outcome))) }
        }
        return table
    }

    private var weeks: [StyledText] {
        let weeks = statistics.weeks
        guard weeks.count > 1 else { return [] }
        let title = weeks.count > Self.shown ? "the last \(Self.shown) weeks" : "weeks"
        let rows = weeks.suffix(Self.shown).map { (name: $0.name, outcomes: $0.outcomes) }
        return [""] + table(title, rows).lines(limit: limit)
    }

    /// The models that answered, and what changed with the last one.
    private var models: [StyledText] {
        let periods = statistics.models
        guard let last = ModelComparison.all(periods).first else { return [] }
        let rows = periods.suffix(Self.shown).map { period in
            (
                name: [period.start.map(Self.day), period.name].compactMap { $0 }.joined(separator: "  "),
                period.outcomes
            )
        }
        let changes = last.rows.filter { $0.isDifference == true }.map { "\($0.outcome.words) \($0.verdict)" }
        let verdict =
            changes.isEmpty ? "no share differs by more than chance explains" : changes.joined(separator: ", ")
        return [""] + table("models", rows).lines(limit: limit) + [
            StyledText("  since the last one: \(verdict)", .faint)
        ]
    }

    private static func day(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle(timeZone: .current).year().month().day())
    }
}

// MARK: - What was not told

extension StatisticsTables {
    private var neverTold: [StyledText] {
        let ids = report.neverTold
        guard !ids.isEmpty else { return [] }
        var table = Table([.init(shrinks: true)], indent: 2)
        table.rows = [[.init(Self.title("entries never told", of: ids.count), .faint)]]
        table.rows += ids.prefix(Self.shown).map { [.init(report.title(ofEntry: $0))] }
        return [""] + table.lines(limit: limit)
    }

    /// What customers wrote is shown only where it is asked for.
    private var unanswered: [StyledText] {
        let all = report.unanswered
        let count = all.reduce(0) { $0 + $1.count }
        let hint = showsQuestions || all.isEmpty ? "" : "; --questions shows them"
        var table = Table([.init(shrinks: true), .init(.right)], indent: 2)
        if showsQuestions {
            table.rows = all.prefix(Self.shownQuestions).map { [.init($0.text), .init(String($0.count))] }
        }
        let rest = showsQuestions ? all.count - table.rows.count : 0
        return ["", StyledText("  messages without an answer: \(count)\(hint)", .faint)] + table.lines(limit: limit)
            + (rest > 0 ? [StyledText("  and \(rest) more; --json has all", .faint)] : [])
    }
}
