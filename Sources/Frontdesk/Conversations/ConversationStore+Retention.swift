package import Foundation
internal import GRDB

/// Forgetting what is older than the settings allow.
extension ConversationStore {
    private static let day: TimeInterval = 86_400

    /// Removes conversations silent for longer than `days`; nil keeps all of them. Looks once a day.
    ///
    /// Corrections stay: they are what the bot has learnt.
    @discardableResult
    package func removeExpired(after days: Int?, now: Date = Date()) throws -> Int {
        guard let days else { return 0 }
        let looked = try store.read { try Double.fetchOne($0, sql: "SELECT looked FROM retention") } ?? 0
        // A clock that was set back must not put it off for long.
        guard abs(now.timeIntervalSince1970 - looked) >= Self.day else { return 0 }
        return try removeConversations(before: now - Double(days) * Self.day, looked: now)
    }

    /// Removes the conversations in which nothing was said since a moment, in one transaction; returns how many.
    @discardableResult
    package func removeConversations(before moment: Date, looked: Date? = nil) throws -> Int {
        let removed = try store.write { database in
            try Store.overwriteRemoved(database)
            let removed = try Self.removeSilent(since: moment, database)
            if removed > 0 {
                try Store.noteRemoval(database)
                try AuditTrail.record("retention", detail: "\(removed) conversations removed", database)
            }
            if let looked {
                try database.execute(
                    sql: "UPDATE retention SET looked = ?", arguments: [looked.timeIntervalSince1970])
            }
            return removed
        }
        do {
            try store.overwriteWhatWasRemoved()
        } catch let error as BotError where error.kind == .locked {
            // Others are reading: it stays due.
        }
        return removed
    }

    /// Removes conversations; of corrections and models stays known whose they were, so that they can be forgotten.
    private static func removeSilent(since moment: Date, _ database: Database) throws -> Int {
        let silent = """
            SELECT id FROM conversations WHERE started < :moment AND NOT EXISTS (
                SELECT * FROM turns WHERE turns.conversation = conversations.id AND time >= :moment)
            """
        let arguments: StatementArguments = ["moment": moment.timeIntervalSince1970]
        for table in ["corrections", "model_conversations"] {
            try database.execute(
                sql: """
                    UPDATE \(table) SET customer = (
                        SELECT customer FROM conversations WHERE conversations.id = \(table).conversation)
                    WHERE conversation IN (\(silent))
                    """,
                arguments: arguments)
        }
        try AuditTrail.blank(where: "conversation IN (\(silent))", arguments, database)
        try database.execute(sql: "DELETE FROM conversations WHERE id IN (\(silent))", arguments: arguments)
        return database.changesCount
    }
}
