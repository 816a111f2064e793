internal import Foundation
internal import Frontdesk

/// What `stats` reads from the store.
struct StatisticsReport {
    let statistics: ConversationStatistics
    /// The ids of the published entries that no reply told.
    let neverTold: [String]
    let unanswered: [UnansweredQuestion]
    /// The questions of the entries that there are, by their ids.
    let questions: [String: String]

    init(_ bot: BotFolder, _ store: Store, since: Date?) throws {
        let conversations = ConversationStore(store)
        statistics = try conversations.statistics(since: since)
        neverTold = try conversations.neverTold(of: Self.published(bot, store), since: since)
        questions = try KnowledgeIndex(store).questions(of: statistics.entries.map(\.name) + neverTold)
        // Intents with an error in them hinder no statistics: the slots of the others are known.
        let personalData = try PersonalData(IntentCatalog.read(bot, settings: nil).0)
        unanswered = try conversations.unanswered(since: since, personalData: personalData)
    }

    /// An entry as people know it: its question, and the id by which it is found in the files.
    func title(ofEntry id: String) -> String {
        questions[id].map { "\($0)  (\(id))" } ?? id
    }

    /// The ids as the files have them now; where these are wrong, as `check` tells, those of the last good version.
    private static func published(_ bot: BotFolder, _ store: Store) throws -> Set<String> {
        let index = KnowledgeIndex(store)
        do {
            try index.refresh(folder: bot.url, patience: .zero)
        } catch is BotErrors {
        } catch let error as BotError where error.location?.file.hasPrefix("knowledge") == true {
        }
        return try index.ids(.published)
    }
}

/// Statistics as `--json` prints them: shares of the replies, and counts.
struct StatisticsJSON: Encodable {
    struct Intent: Encodable {
        let intent: String
        let count: Int
    }

    struct Entry: Encodable {
        let id: String
        /// Nil for an entry that is gone.
        let question: String?
        let count: Int
    }

    struct Question: Encodable {
        let text: String
        let count: Int
        let last: Date
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
    /// What came in with logs, and counts nowhere else.
    let importedConversations: Int
    let importedTurns: Int
    let good: Int
    let bad: Int
    let corrections: Int
    let intents: [Intent]
    let entries: [Entry]
    let entriesNeverTold: [String]
    /// How many messages got no answer.
    let unanswered: Int
    /// What they said; nil unless asked for.
    let questions: [Question]?

    enum CodingKeys: String, CodingKey {
        case days, conversations, turns, messages, replies, answered, asked, clarified, routes, good, bad, corrections
        case intents, entries, unanswered, questions
        case entriesNeverTold = "entries_never_told"
        case handedOver = "handed_over"
        case fellBack = "fell_back"
        case askedAgain = "asked_again"
        case importedConversations = "imported_conversations"
        case importedTurns = "imported_turns"
    }

    init(_ report: StatisticsReport, days: Int?, showsQuestions: Bool) {
        let statistics = report.statistics
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
        importedConversations = statistics.importedConversations
        importedTurns = statistics.importedTurns
        good = statistics.good
        bad = statistics.bad
        corrections = statistics.corrections
        intents = statistics.intents.map { Intent(intent: $0.name, count: $0.count) }
        entries = statistics.entries.map {
            Entry(id: $0.name, question: report.questions[$0.name], count: $0.count)
        }
        entriesNeverTold = report.neverTold
        unanswered = report.unanswered.reduce(0) { $0 + $1.count }
        let all = report.unanswered.map { Question(text: $0.text, count: $0.count, last: $0.last) }
        questions = showsQuestions ? all : nil
    }
}
