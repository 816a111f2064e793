internal import Foundation
internal import GRDB

/// Feedback and corrections: what people say about the bot's replies, and how they take it back.
extension ConversationStore {
    /// Marks the last reply of a conversation as good or bad; false if there is none.
    package func rate(_ feedback: Turn.Feedback, lastReplyOf conversation: String) throws -> Bool {
        try store.write { database in
            try database.execute(
                sql: """
                    UPDATE turns SET feedback = ? WHERE id = (SELECT max(id) FROM turns WHERE conversation = ? AND speaker = 'bot')
                    """,
                arguments: [feedback.rawValue, conversation])
            return database.changesCount > 0
        }
    }

    /// Stores a label for a customer's message.
    package func add(_ correction: Correction) throws {
        let label = try Self.json(correction.label)
        try store.write { database in
            try database.execute(
                sql: "INSERT INTO corrections (conversation, text, label, confirmed, time) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    correction.conversation, correction.text, label, correction.confirmed, Date().timeIntervalSince1970,
                ])
        }
    }

    /// Takes back the last correction or rating of a conversation, whichever is newer; says what it was.
    package func undo(in conversation: String) throws -> Correction? {
        try store.write { database in
            let row = try Row.fetchOne(
                database,
                sql: "SELECT * FROM corrections WHERE conversation = ? AND withdrawn = 0 ORDER BY id DESC LIMIT 1",
                arguments: [conversation])
            guard let row else { return nil }
            try database.execute(
                sql: "UPDATE corrections SET withdrawn = 1 WHERE id = ?", arguments: [row["id"] as Int64])
            return try Self.correction(row)
        }
    }

    /// Every correction in force, oldest first; of several for one text the newest stands last.
    package func corrections() throws -> [Correction] {
        try store.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM corrections WHERE withdrawn = 0 ORDER BY id")
                .map(Self.correction)
        }
    }

    /// A number that changes with every correction made or taken back.
    package func correctionsVersion() throws -> Int {
        try store.read { database in
            try Int.fetchOne(
                database,
                sql: "SELECT coalesce(max(id), 0) * 2 + coalesce(sum(withdrawn), 0) * 1000003 FROM corrections")
                ?? 0
        }
    }

    private static func correction(_ row: Row) throws -> Correction {
        Correction(
            text: row["text"],
            label: try JSONDecoder().decode(Correction.Label.self, from: Data((row["label"] as String).utf8)),
            conversation: row["conversation"], confirmed: row["confirmed"])
    }
}
