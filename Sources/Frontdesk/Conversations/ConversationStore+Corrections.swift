internal import Foundation
internal import GRDB

/// Feedback and corrections: what people say about the bot's replies, and how they take it back.
extension ConversationStore {
    /// What was taken back.
    package enum Undone: Sendable, Hashable {
        case correction(Correction)
        case rating(Turn.Feedback)
    }

    /// Rates the last reply of a conversation, in place of an earlier rating; false if there is no reply.
    ///
    /// `confirming` is stored with the rating, and taken back with it.
    package func rate(
        _ feedback: Turn.Feedback, lastReplyOf conversation: String, confirming: Correction? = nil
    ) throws -> Bool {
        try store.write { database in
            let turn = try Int64.fetchOne(
                database, sql: "SELECT max(id) FROM turns WHERE conversation = ? AND speaker = 'bot'",
                arguments: [conversation])
            guard let turn else { return false }
            let earlier = try Self.rating(of: turn, database)
            if earlier?["feedback"] == feedback.rawValue { return true }
            try Self.setCorrection(of: earlier, withdrawn: true, database)
            let correction = try confirming.map { try Self.insert($0, database) }
            try database.execute(
                sql: "INSERT INTO ratings (conversation, turn, feedback, correction, time) VALUES (?, ?, ?, ?, ?)",
                arguments: [conversation, turn, feedback.rawValue, correction, Date().timeIntervalSince1970])
            try Self.setFeedback(feedback.rawValue, of: turn, database)
            try AuditTrail.record("rate", conversation: conversation, detail: feedback.rawValue, database)
            return true
        }
    }

    /// Stores a label for a customer's message.
    package func add(_ correction: Correction) throws {
        try store.write { database in
            _ = try Self.insert(correction, database)
            try AuditTrail.record(
                "correct", conversation: correction.conversation, detail: correction.label.name, database)
        }
    }

    /// Takes back the last correction or rating of a conversation, whichever is newer; says what it was.
    package func undo(in conversation: String) throws -> Undone? {
        try store.write { database in
            let correction = try Row.fetchOne(
                database,
                sql: """
                    SELECT * FROM corrections WHERE conversation = ? AND withdrawn = 0
                        AND id NOT IN (SELECT correction FROM ratings WHERE correction IS NOT NULL)
                        ORDER BY id DESC LIMIT 1
                    """,
                arguments: [conversation])
            let rating = try Row.fetchOne(
                database,
                sql: "SELECT * FROM ratings WHERE conversation = ? AND withdrawn = 0 ORDER BY id DESC LIMIT 1",
                arguments: [conversation])
            if let rating, correction.map({ ($0["time"] as Double) < rating["time"] }) ?? true {
                try AuditTrail.record(
                    "undo", conversation: conversation, detail: "rate \(rating["feedback"] as String)", database)
                return try Self.withdraw(rating: rating, database)
            }
            guard let correction else { return nil }
            try Self.setWithdrawn(true, correction: correction["id"], database)
            let undone = try Self.correction(correction)
            try AuditTrail.record("undo", conversation: conversation, detail: "correct \(undone.label.name)", database)
            return .correction(undone)
        }
    }

    /// The rating before it, if there was one, is in force again.
    private static func withdraw(rating: Row, _ database: Database) throws -> Undone? {
        let turn: Int64 = rating["turn"]
        try database.execute(
            sql: "UPDATE ratings SET withdrawn = 1 WHERE id = ?", arguments: [rating["id"] as Int64])
        try setCorrection(of: rating, withdrawn: true, database)
        let earlier = try Self.rating(of: turn, database)
        try setCorrection(of: earlier, withdrawn: false, database)
        try setFeedback(earlier?["feedback"], of: turn, database)
        return Turn.Feedback(rawValue: rating["feedback"]).map(Undone.rating)
    }

    /// The rating of a reply that is in force.
    private static func rating(of turn: Int64, _ database: Database) throws -> Row? {
        try Row.fetchOne(
            database, sql: "SELECT * FROM ratings WHERE turn = ? AND withdrawn = 0 ORDER BY id DESC LIMIT 1",
            arguments: [turn])
    }

    private static func setFeedback(_ feedback: String?, of turn: Int64, _ database: Database) throws {
        try database.execute(sql: "UPDATE turns SET feedback = ? WHERE id = ?", arguments: [feedback, turn])
    }

    private static func setCorrection(of rating: Row?, withdrawn: Bool, _ database: Database) throws {
        guard let correction = rating?["correction"] as Int64? else { return }
        try setWithdrawn(withdrawn, correction: correction, database)
    }

    private static func setWithdrawn(_ withdrawn: Bool, correction: Int64, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE corrections SET withdrawn = ? WHERE id = ?", arguments: [withdrawn, correction])
    }

    static func insert(_ correction: Correction, _ database: Database) throws -> Int64 {
        try database.execute(
            sql: "INSERT INTO corrections (conversation, text, label, confirmed, time) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                correction.conversation, correction.text, try json(correction.label), correction.confirmed,
                Date().timeIntervalSince1970,
            ])
        return database.lastInsertedRowID
    }

    /// Every correction in force, oldest first; of several for one text the newest stands last.
    package func corrections() throws -> [Correction] {
        try numberedCorrections().map(\.correction)
    }

    /// A number that changes with every correction made, taken back, or set aside by a training.
    package func correctionsVersion() throws -> Int {
        try store.read { database in
            try Int.fetchOne(
                database,
                sql: """
                    SELECT coalesce(max(id), 0) * 2 + coalesce(sum(withdrawn * id), 0) * 1000003
                        + (SELECT coalesce(sum(correction), 0) * 2000003 FROM suspects WHERE is_set_aside)
                        FROM corrections
                    """)
                ?? 0
        }
    }

    static func correction(_ row: Row) throws -> Correction {
        Correction(
            text: row["text"],
            label: try JSONDecoder().decode(Correction.Label.self, from: Data((row["label"] as String).utf8)),
            conversation: row["conversation"], confirmed: row["confirmed"])
    }
}
