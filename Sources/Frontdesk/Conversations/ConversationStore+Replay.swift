internal import Foundation
internal import GRDB

/// What a customer wrote in one conversation, in order.
struct CustomerMessages: Sendable {
    let conversation: String
    fileprivate(set) var texts: [String]
}

extension ConversationStore {
    /// The customers' messages of the conversations in which something was said since a moment, by their beginning.
    func customerMessages(since moment: Date?) throws -> [CustomerMessages] {
        try store.read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT turns.conversation, turns.text FROM turns
                    JOIN conversations ON conversations.id = turns.conversation
                    WHERE speaker = 'customer' AND EXISTS (
                        SELECT * FROM turns latest WHERE latest.conversation = turns.conversation AND latest.time >= ?)
                    ORDER BY conversations.started, conversations.id, turns.id
                    """,
                arguments: [moment?.timeIntervalSince1970 ?? 0])
            var all: [CustomerMessages] = []
            while let row = try rows.next() {
                let (id, text): (String, String) = (row["conversation"], row["text"])
                if all.last?.conversation != id { all.append(CustomerMessages(conversation: id, texts: [])) }
                all[all.count - 1].texts.append(text)
            }
            return all
        }
    }
}
