package import Foundation

/// What happened: how many messages came, what became of them, and which intents and entries they led to.
package struct ConversationStatistics: Sendable, Hashable {
    /// An intent or entry with the replies that it gave.
    package struct Count: Sendable, Hashable {
        package let name: String
        package let outcomes: OutcomeCounts
        package var count: Int { outcomes.replies }
    }

    /// A week from Monday on.
    package struct Week: Sendable, Hashable {
        package let start: Date
        /// By ISO 8601, such as `2026-W48`.
        package let name: String
        package let outcomes: OutcomeCounts
    }

    /// The time in which one model answered.
    package struct ModelPeriod: Sendable, Hashable {
        /// Nil before the first model was promoted.
        package let model: String?
        /// When it was promoted.
        package let start: Date?
        package let outcomes: OutcomeCounts
    }

    package let conversations: Int
    /// Everything that was said, by customers and by the bot.
    package let turns: Int
    package let messages: Int
    /// Replies of the bot by their route.
    package let routes: [String: Int]
    package let outcomes: OutcomeCounts
    /// Labels that people gave to messages to this bot, and did not take back.
    package let corrections: Int
    /// What came in with logs, and counts nowhere else: it is not this bot's work.
    package let importedConversations: Int
    package let importedTurns: Int
    /// The most frequent first.
    package let intents: [Count]
    package let entries: [Count]
    /// Those in which the bot replied, the first one first.
    package let weeks: [Week]
    package let models: [ModelPeriod]

    package var replies: Int { outcomes.replies }
    /// Messages answered with what one of the two replies before them had answered already.
    package var askedAgain: Int { outcomes[.askedAgain] }
    package var good: Int { outcomes[.good] }
    package var bad: Int { outcomes[.bad] }
}

/// When models were promoted.
package struct Promotion: Sendable, Hashable {
    package let model: String
    package let time: Date

    package init(model: String, time: Date) {
        self.model = model
        self.time = time
    }
}
