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

    init(_ bot: BotFolder, _ store: Store, _ time: TimeOptions) throws {
        let conversations = ConversationStore(store)
        let (since, until) = (time.beginning, time.end)
        statistics = try conversations.statistics(
            since: since, until: until, promotions: ModelRegistry(store, folder: bot).promotions())
        neverTold = try conversations.neverTold(of: Self.published(bot, store), since: since, until: until)
        questions = try KnowledgeIndex(store).questions(of: statistics.entries.map(\.name) + neverTold)
        // Intents with an error in them hinder no statistics: the slots of the others are known.
        let personalData = try PersonalData(IntentCatalog.read(bot, settings: nil).0)
        unanswered = try conversations.unanswered(since: since, until: until, personalData: personalData)
    }

    /// An entry as people know it: its question, and the id by which it is found in the files.
    func title(ofEntry id: String) -> String {
        questions[id].map { "\($0)  (\(id))" } ?? id
    }

    /// The figures of each week, the first one being step 1.
    var scalars: [ReportScalar] {
        statistics.weeks.enumerated().flatMap { step, week in
            [ReportScalar("weeks.replies", step: step + 1, Double(week.outcomes.replies))]
                + OutcomeCounts.Outcome.allCases.map {
                    ReportScalar("weeks.\($0.rawValue)", step: step + 1, week.outcomes.share($0))
                }
        }
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
