package import Foundation
internal import GRDB

/// What happened: how many messages came, what became of them, and which intents and entries they led to.
package struct ConversationStatistics: Sendable, Hashable {
    /// An intent or entry with the number of replies that it gave.
    package struct Count: Sendable, Hashable {
        package let name: String
        package let count: Int
    }

    package let conversations: Int
    /// Everything that was said, by customers and by the bot.
    package let turns: Int
    package let messages: Int
    /// Replies of the bot by their route.
    package let routes: [String: Int]
    /// Messages answered with what one of the two replies before them had answered already.
    package let askedAgain: Int
    package let good: Int
    package let bad: Int
    /// Labels that people changed and did not take back.
    package let corrections: Int
    /// What came in with logs, and counts nowhere else: it is not this bot's work.
    package let importedConversations: Int
    package let importedTurns: Int
    /// The most frequent first.
    package let intents: [Count]
    package let entries: [Count]

    package var replies: Int { routes.values.reduce(0, +) }

    /// The share of the replies that took one of some routes; nought where there are none.
    package func share(of names: String...) -> Double {
        replies == 0 ? 0 : Double(names.reduce(0) { $0 + (routes[$1] ?? 0) }) / Double(replies)
    }
}

extension ConversationStore {
    /// Counts what was said since a moment, or ever.
    package func statistics(since moment: Date? = nil) throws -> ConversationStatistics {
        let since = moment?.timeIntervalSince1970 ?? 0
        return try store.read { database in
            let counts = try Row.fetchOne(
                database,
                sql: """
                    SELECT count(DISTINCT conversation) AS conversations, count(*) AS turns,
                        count(*) FILTER (WHERE speaker = 'customer') AS messages,
                        count(*) FILTER (WHERE feedback = 'good') AS good,
                        count(*) FILTER (WHERE feedback = 'bad') AS bad
                    FROM turns WHERE imported = 0 AND time >= ?
                    """,
                arguments: [since])
            let imported = try Self.imported(since, database)
            return ConversationStatistics(
                conversations: counts?["conversations"] ?? 0, turns: counts?["turns"] ?? 0,
                messages: counts?["messages"] ?? 0, routes: try Self.routes(since, database),
                askedAgain: try Self.askedAgain(since, database), good: counts?["good"] ?? 0, bad: counts?["bad"] ?? 0,
                corrections: try Self.corrections(since, database), importedConversations: imported.conversations,
                importedTurns: imported.turns,
                intents: try Self.counts(of: "intent", since, database),
                entries: try Self.counts(of: "answer_id", since, database))
        }
    }

    private static func routes(_ since: Double, _ database: Database) throws -> [String: Int] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT coalesce(route, 'other') AS route, count(*) AS count FROM turns
                WHERE speaker = 'bot' AND imported = 0 AND time >= ? GROUP BY 1
                """,
            arguments: [since]
        ).reduce(into: [:]) { $0[$1["route"]] = $1["count"] }
    }

    /// A reply tells the same as one of the two before it: the customer was not content with that one.
    ///
    /// A question for a slot is no such reply: the message after it is wanted.
    private static func askedAgain(_ since: Double, _ database: Database) throws -> Int {
        try Int.fetchOne(
            database,
            sql: """
                WITH replies AS (
                    SELECT conversation, id, time, coalesce('entry ' || answer_id, 'intent ' || intent) AS topic,
                        route IN ('template', 'knowledge') AS is_answer
                    FROM turns WHERE speaker = 'bot' AND imported = 0
                ), answered AS (
                    SELECT time, topic,
                        lag(iif(is_answer, topic, NULL), 1) OVER said AS last,
                        lag(iif(is_answer, topic, NULL), 2) OVER said AS last_but_one
                    FROM replies WINDOW said AS (PARTITION BY conversation ORDER BY id)
                )
                SELECT count(*) FROM answered WHERE time >= ? AND topic IN (last, last_but_one)
                """,
            arguments: [since]) ?? 0
    }

    private static func corrections(_ since: Double, _ database: Database) throws -> Int {
        try Int.fetchOne(
            database, sql: "SELECT count(*) FROM corrections WHERE withdrawn = 0 AND confirmed = 0 AND time >= ?",
            arguments: [since]) ?? 0
    }

    private static func imported(_ since: Double, _ database: Database) throws -> (conversations: Int, turns: Int) {
        let row = try Row.fetchOne(
            database,
            sql: "SELECT count(DISTINCT conversation), count(*) FROM turns WHERE imported AND time >= ?",
            arguments: [since])
        return (row?[0] ?? 0, row?[1] ?? 0)
    }

    private static func counts(
        of column: String, _ since: Double, _ database: Database
    ) throws -> [ConversationStatistics.Count] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT \(column) AS name, count(*) AS count FROM turns
                WHERE speaker = 'bot' AND imported = 0 AND \(column) IS NOT NULL AND time >= ?
                GROUP BY 1 ORDER BY 2 DESC, 1
                """,
            arguments: [since]
        ).map { ConversationStatistics.Count(name: $0["name"], count: $0["count"]) }
    }
}
