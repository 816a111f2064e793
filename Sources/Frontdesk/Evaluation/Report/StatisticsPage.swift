package import Foundation

/// The page that `stats --report` writes: what became of messages, week by week, by intent, before and after each model.
package struct StatisticsPage: Sendable {
    private let title: String
    private let facts: [(name: String, value: String)]
    private let statistics: ConversationStatistics
    /// The questions of entries by their ids.
    private let questions: [String: String]
    private let calendar: Calendar

    /// So many intents and entries, the most frequent, have a row.
    private static let mostRows = 40

    /// `range` is the time that the statistics are of, in words.
    package init(
        bot: String, range: String, made: Date, _ statistics: ConversationStatistics, questions: [String: String],
        calendar: Calendar = Calendar(identifier: .iso8601)
    ) {
        title = "What \(bot) did"
        facts = [
            ("Made", made.formatted(.iso8601.dateSeparator(.dash).dateTimeSeparator(.space))), ("Time", range),
        ]
        self.statistics = statistics
        self.questions = questions
        self.calendar = calendar
    }

    /// The page, with a section for everything that there is something to tell of.
    package var page: ReportPage {
        var page = ReportPage(title, facts: facts, [glance])
        if statistics.weeks.count > 1 { page.append(WeekPlots(statistics, calendar).section) }
        let comparisons = ModelComparison.all(statistics.models)
        if !comparisons.isEmpty { page.append(Self.models(comparisons)) }
        if !statistics.intents.isEmpty { page.append(counts("Intents", "intent", statistics.intents)) }
        if !statistics.entries.isEmpty { page.append(counts("Entries", "entry", statistics.entries)) }
        page.append(Self.glossary)
        return page
    }

    private var glance: ReportSection {
        let outcomes = statistics.outcomes
        let counts = [
            Count.of(statistics.messages, "message"), Count.of(statistics.conversations, "conversation"),
            Count.of(outcomes.replies, "reply", "replies"),
        ]
        let text = "\(counts[0]) in \(counts[1]); shares are of \(counts[2])."
        let figures = OutcomeCounts.Outcome.allCases.map { outcome in
            ReportSection.Figure(Percent.of(outcomes.share(outcome)), outcome.words, note: "\(outcomes[outcome])")
        }
        return ReportSection("At a glance", [.text(text), .figures(figures)])
    }

    private func counts(
        _ title: String, _ noun: String, _ counts: [ConversationStatistics.Count]
    ) -> ReportSection {
        let shown = counts.prefix(Self.mostRows)
        let rows = shown.map { count -> [ReportTable.Cell] in
            let outcomes = count.outcomes
            let others: [OutcomeCounts.Outcome] = [.askedAgain, .handedOver, .good, .bad]
            return [
                questions[count.name].map { .text($0) } ?? .name(count.name),
                .share(Double(count.count) / Double(max(statistics.replies, 1))), .number(String(count.count)),
            ] + others.map { .number(outcomes[$0] == 0 ? "" : String(outcomes[$0])) }
        }
        let left = counts.count - shown.count
        let rest = left > 0 ? " \(Count.of(left, "more is", "more are")) in report.json." : ""
        return ReportSection(
            title,
            [
                .text("Replies by \(noun), the most frequent first.\(rest)"),
                .table(
                    ReportTable(
                        [noun, "share of replies", "replies", "asked again", "handed over", "good", "bad"], rows)),
            ])
    }

    private static func models(_ comparisons: [ModelComparison]) -> ReportSection {
        let tables = comparisons.flatMap { comparison -> [ReportSection.Block] in
            let rows = comparison.rows.map { row -> [ReportTable.Cell] in
                [
                    .text(row.outcome.words), .number(Self.share(row.before)), .number(Self.share(row.after)),
                    .text(row.verdict),
                ]
            }
            return [
                .heading("From \(comparison.before.name) to \(comparison.after.name)"),
                .table(ReportTable(["share of replies", "before", "after", "difference"], rows)),
            ]
        }
        let text = """
            What became of messages before and after a model was promoted. Customers and their questions may have \
            changed meanwhile, too. A difference is within chance where chance alone would make one as large more often \
            than once in twenty times (two-proportion z-test).
            """
        return ReportSection("Models", [.text(text)] + tables)
    }

    private static func share(_ part: (count: Int, of: Int)) -> String {
        "\(Percent.of(Double(part.count) / Double(max(part.of, 1)))) (\(part.count) of \(part.of))"
    }

    private static let glossary = ReportSection(
        "What is counted",
        [.terms(OutcomeCounts.Outcome.allCases.map { ($0.words, $0.meaning) })])
}

extension OutcomeCounts.Outcome {
    /// As people read it.
    package var words: String {
        switch self {
        case .answered: "answered without a person"
        case .asked: "asked for a value"
        case .clarified: "asked which is meant"
        case .handedOver: "handed over"
        case .fellBack: "no answer"
        case .askedAgain: "asked again"
        case .good: "called good"
        case .bad: "called bad"
        }
    }

    fileprivate var meaning: String {
        switch self {
        case .answered: "The reply was an answer template or a knowledge entry."
        case .asked: "The answer needs a value, such as an order number, that the customer had not given."
        case .clarified: "The customer was shown several replies to choose from."
        case .handedOver: "A person was told, or the customer was told how to reach one."
        case .fellBack: "The bot said that it did not understand, or cannot help."
        case .askedAgain: "The reply told the same as one of the two replies before it: that had not helped."
        case .good, .bad: "What people said of the reply."
        }
    }
}
