internal import Foundation
internal import GRDB

/// What a customer wrote, with what became of it.
package struct LoggedMessage: Sendable, Hashable {
    package let turn: Int64
    package let conversation: String
    package let text: String
    /// Who wrote it; the conversation where that is not known.
    let customer: String
    /// The route of the bot's reply; nil where a person answered, or nobody.
    let route: String?
    let confidence: Double?
    let feedback: Turn.Feedback?
    /// When it was written; nil where that does not matter.
    var time: Date?
}

/// What a person decided about messages in the review.
package enum ReviewDecision: Sendable, Hashable, Codable {
    case label(Correction.Label)
    case skip

    /// The label's name, or that it was skipped.
    var name: String {
        switch self {
        case .label(let label): label.name
        case .skip: "skip"
        }
    }
}

extension ConversationStore {
    /// Every message of customers, oldest first, that nobody labelled or decided on; equal texts share their label.
    func unreviewedMessages() throws -> [LoggedMessage] {
        let labelled = Set(try numberedCorrections().map(\.key))
        return try store.read { database in
            let decided = Set(
                try Int64.fetchAll(
                    database,
                    sql: """
                        SELECT key FROM review_messages JOIN reviews ON reviews.id = review WHERE withdrawn = 0
                        """
                ).map { UInt64(bitPattern: $0) })
            let rows = try Row.fetchCursor(database, sql: Self.messagesWithReplies)
            var messages: [LoggedMessage] = []
            while let row = try rows.next() {
                let text: String = row["text"]
                let key = MessageKey(text)
                guard !labelled.contains(key), !decided.contains(key.hash) else { continue }
                messages.append(
                    LoggedMessage(
                        turn: row["id"], conversation: row["conversation"], text: text,
                        customer: row["customer"] ?? row["conversation"], route: row["route"],
                        confidence: row["confidence"],
                        feedback: (row["feedback"] as String?).flatMap(Turn.Feedback.init),
                        time: Date(timeIntervalSince1970: row["time"])))
            }
            return messages
        }
    }

    private static let messagesWithReplies = """
        SELECT message.id, message.conversation, message.text, message.time, conversations.customer, reply.route, reply.confidence,
            reply.feedback
        FROM turns message JOIN conversations ON conversations.id = message.conversation
        LEFT JOIN turns reply ON reply.speaker = 'bot' AND reply.id = (
            SELECT min(id) FROM turns WHERE conversation = message.conversation AND id > message.id)
        WHERE message.speaker = 'customer' ORDER BY message.id
        """

    /// Six turns before the message that stands for a case, and three after it.
    func context(of item: ReviewCase) throws -> ReviewCase.Context {
        let turns = try turns(around: item.messages[0].turn, before: 6, after: 3)
        return ReviewCase.Context(
            turns: turns.map(\.1), place: turns.firstIndex { $0.turn == item.messages[0].turn })
    }

    /// The turns around one, so many before and after it, oldest first; the turn itself is among them.
    package func turns(around turn: Int64, before: Int, after: Int) throws -> [(turn: Int64, Turn)] {
        try store.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    WITH this AS (SELECT conversation FROM turns WHERE id = :turn)
                    SELECT * FROM (SELECT * FROM turns WHERE conversation = (SELECT conversation FROM this)
                        AND id < :turn ORDER BY id DESC LIMIT :before)
                    UNION ALL SELECT * FROM (SELECT * FROM turns WHERE conversation = (SELECT conversation FROM this)
                        AND id >= :turn ORDER BY id LIMIT :after + 1)
                    ORDER BY id
                    """,
                arguments: ["turn": turn, "before": before, "after": after]
            ).map { ($0["id"], Self.turn($0)) }
        }
    }

    /// Stores what a person decided about messages, each text once, in one transaction; returns its number.
    @discardableResult
    package func record(_ decision: ReviewDecision, of messages: [(text: String, conversation: String)]) throws -> Int64
    {
        let name = try Self.json(decision)
        return try store.write { database in
            try database.execute(
                sql: "INSERT INTO reviews (time, decision) VALUES (?, ?)",
                arguments: [Date().timeIntervalSince1970, name])
            let review = database.lastInsertedRowID
            for message in messages.unique(by: \.text) {
                try AuditTrail.record("review", conversation: message.conversation, detail: decision.name, database)
                var correction: Int64?
                if case .label(let label) = decision {
                    correction = try Self.insert(
                        Correction(
                            text: message.text, label: label, conversation: message.conversation, confirmed: false),
                        database)
                }
                try database.execute(
                    sql: "INSERT INTO review_messages (review, key, correction) VALUES (?, ?, ?)",
                    arguments: [review, Int64(bitPattern: MessageKey(message.text).hash), correction])
            }
            return review
        }
    }

    /// Takes a decision back by its number, for others may have decided since; false where it is in force no more.
    package func undoReview(_ review: Int64) throws -> Bool {
        try store.write { database in
            try database.execute(
                sql: "UPDATE reviews SET withdrawn = 1 WHERE id = ? AND withdrawn = 0", arguments: [review])
            guard database.changesCount > 0 else { return false }
            try database.execute(
                sql: """
                    UPDATE corrections SET withdrawn = 1
                    WHERE id IN (SELECT correction FROM review_messages WHERE review = ?)
                    """,
                arguments: [review])
            try AuditTrail.record("undo", detail: "review", database)
            return true
        }
    }
}
