internal import Foundation
internal import Frontdesk

/// Statistics as `--json` prints them: shares of the replies, and counts.
struct StatisticsJSON: Encodable {
    struct Question: Encodable {
        let text: String
        let count: Int
        let last: Date
    }

    let days: Int?
    /// The first and the last day that were asked for.
    let since: String?
    let until: String?
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
    /// What came in with logs, and counts nowhere else.
    let importedConversations: Int
    let importedTurns: Int
    let good: Int
    let bad: Int
    let corrections: Int
    let intents: [NamedOutcomes]
    let entries: [NamedOutcomes]
    let weeks: [NamedOutcomes]
    let models: [NamedOutcomes]
    /// What changed with each promotion, the last one first.
    let comparisons: [ComparisonOfModels]
    let entriesNeverTold: [String]
    /// How many messages got no answer.
    let unanswered: Int
    /// What they said; nil unless asked for.
    let questions: [Question]?

    enum CodingKeys: String, CodingKey {
        case days, since, until, conversations, turns, messages, replies, answered, asked, clarified, routes, good, bad
        case corrections, intents, entries, weeks, models, comparisons, unanswered, questions
        case entriesNeverTold = "entries_never_told"
        case handedOver = "handed_over"
        case fellBack = "fell_back"
        case askedAgain = "asked_again"
        case importedConversations = "imported_conversations"
        case importedTurns = "imported_turns"
    }

    init(_ report: StatisticsReport, _ time: TimeOptions, showsQuestions: Bool) {
        let statistics = report.statistics
        let outcomes = statistics.outcomes
        days = time.days
        since = time.since?.text
        until = time.until?.text
        conversations = statistics.conversations
        turns = statistics.turns
        messages = statistics.messages
        replies = statistics.replies
        answered = outcomes.share(.answered)
        asked = outcomes.share(.asked)
        clarified = outcomes.share(.clarified)
        handedOver = outcomes.share(.handedOver)
        fellBack = outcomes.share(.fellBack)
        routes = statistics.routes
        askedAgain = statistics.askedAgain
        importedConversations = statistics.importedConversations
        importedTurns = statistics.importedTurns
        good = statistics.good
        bad = statistics.bad
        corrections = statistics.corrections
        intents = statistics.intents.map { NamedOutcomes(intent: $0.name, $0.outcomes) }
        entries = statistics.entries.map {
            NamedOutcomes(id: $0.name, question: report.questions[$0.name], $0.outcomes)
        }
        weeks = statistics.weeks.map { NamedOutcomes(week: $0.name, start: $0.start, $0.outcomes) }
        models = statistics.models.map { NamedOutcomes(model: $0.model, start: $0.start, $0.outcomes) }
        comparisons = ModelComparison.all(statistics.models).map(ComparisonOfModels.init)
        entriesNeverTold = report.neverTold
        unanswered = report.unanswered.reduce(0) { $0 + $1.count }
        let all = report.unanswered.map { Question(text: $0.text, count: $0.count, last: $0.last) }
        questions = showsQuestions ? all : nil
    }
}

/// What became of messages, by something that has a name: counts, of which `count` is the number of replies.
struct NamedOutcomes: Encodable {
    private let names: [(key: String, value: String?)]
    private let outcomes: OutcomeCounts

    init(intent: String, _ outcomes: OutcomeCounts) {
        self.init([("intent", intent)], outcomes)
    }

    /// `question` is nil for an entry that is gone.
    init(id: String, question: String?, _ outcomes: OutcomeCounts) {
        self.init([("id", id), ("question", question)], outcomes)
    }

    init(week: String, start: Date, _ outcomes: OutcomeCounts) {
        self.init([("week", week), ("start", start.formatted(.iso8601))], outcomes)
    }

    /// Of the time before the first model neither is known.
    init(model: String?, start: Date?, _ outcomes: OutcomeCounts) {
        self.init([("model", model), ("start", start?.formatted(.iso8601))], outcomes)
    }

    private init(_ names: [(key: String, value: String?)], _ outcomes: OutcomeCounts) {
        self.names = names
        self.outcomes = outcomes
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        for (key, value) in names { try container.encodeIfPresent(value, forKey: Key(stringValue: key)) }
        try container.encode(outcomes.replies, forKey: Key(stringValue: "count"))
        for outcome in OutcomeCounts.Outcome.allCases {
            try container.encode(outcomes[outcome], forKey: Key(stringValue: outcome.rawValue))
        }
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) {
            self.stringValue = stringValue
        }

        init?(intValue: Int) {
            nil
        }
    }
}

/// What became of messages before and after a model was promoted.
struct ComparisonOfModels: Encodable {
    struct Share: Encodable {
        let outcome: String
        let before: Double
        let after: Double
        /// How often chance alone makes such a difference; nil where there is too little to say.
        let chance: Double?
        let difference: Bool?
    }

    let before: String?
    let after: String?
    let shares: [Share]

    init(_ comparison: ModelComparison) {
        before = comparison.before.model
        after = comparison.after.model
        shares = comparison.rows.map { row in
            Share(
                outcome: row.outcome.rawValue, before: comparison.before.outcomes.share(row.outcome),
                after: comparison.after.outcomes.share(row.outcome), chance: row.chance,
                difference: row.isDifference)
        }
    }
}
