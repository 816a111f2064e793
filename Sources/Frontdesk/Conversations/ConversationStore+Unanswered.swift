package import Foundation
internal import GRDB

/// A message that got no answer, with how often it came.
package struct UnansweredQuestion: Sendable, Hashable {
    /// The message as it was written last, personal data taken out.
    package let text: String
    package let count: Int
    package let last: Date
}

extension ConversationStore {
    /// The messages from one moment up to another that fell back, or went to a person because they were not understood.
    ///
    /// Messages that differ only in case, width or punctuation are one; the most frequent stand first.
    package func unanswered(
        since: Date? = nil, until: Date? = nil, personalData: PersonalData = .known
    ) throws -> [UnansweredQuestion] {
        var groups: [MessageKey: UnansweredQuestion] = [:]
        try store.read { database in
            let rows = try Row.fetchCursor(
                database, sql: Self.unansweredMessages, arguments: Self.range(since, until))
            while let row = try rows.next() {
                let text: String = row["text"]
                guard text.unicodeScalars.contains(where: { $0.properties.isAlphabetic }) else { continue }
                let key = MessageKey(text)
                groups[key] = UnansweredQuestion(
                    text: text, count: (groups[key]?.count ?? 0) + 1, last: Date(timeIntervalSince1970: row["time"]))
            }
        }
        return groups.values.map {
            UnansweredQuestion(text: personalData.redact($0.text), count: $0.count, last: $0.last)
        }.sorted { ($0.count, $0.last, $1.text) > ($1.count, $1.last, $0.text) }
    }

    /// A reply follows its message: the one with the next lower number in the conversation.
    ///
    /// A handoff that no intent asked for is one after two messages that were not understood.
    private static let unansweredMessages = """
        SELECT message.text, message.time FROM turns reply
        JOIN turns message ON message.id = (
            SELECT max(id) FROM turns WHERE conversation = reply.conversation AND id < reply.id)
        WHERE reply.speaker = 'bot' AND reply.imported = 0 AND message.speaker = 'customer' AND reply.time >= ?
            AND reply.time < ? AND (reply.route = 'fallback' OR reply.route = 'handoff' AND reply.intent IS NULL)
        ORDER BY message.id
        """

    private static func range(_ since: Date?, _ until: Date?) -> StatementArguments {
        [since?.timeIntervalSince1970 ?? 0, until?.timeIntervalSince1970 ?? .infinity]
    }

    /// The ids of the entries that no reply told from one moment up to another, of those that could be told.
    package func neverTold(of ids: Set<String>, since: Date? = nil, until: Date? = nil) throws -> [String] {
        let told = try store.read { database in
            try Set(
                String.fetchAll(
                    database,
                    sql: """
                        SELECT DISTINCT answer_id FROM turns
                        WHERE answer_id IS NOT NULL AND imported = 0 AND time >= ? AND time < ?
                        """,
                    arguments: Self.range(since, until)))
        }
        return ids.subtracting(told).sorted()
    }
}
