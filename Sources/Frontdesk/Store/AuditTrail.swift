package import Foundation
internal import GRDB

/// Who did what to the bot, and when: rows come and never change.
package struct AuditTrail: Sendable {
    /// Something that was done.
    package struct Entry: Sendable, Hashable {
        package let time: Date
        /// The system's user; nil before that was recorded.
        package let person: String?
        package let act: String
        package let model: String?
        /// The conversation that it was about; nil where there is none, and where that was removed.
        package let conversation: String?
        package let detail: String
    }

    private let store: Store

    package init(_ store: Store) {
        self.store = store
    }

    /// Everything that was done, the newest first.
    package func entries() throws -> [Entry] {
        try store.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM audit ORDER BY id DESC").map { row in
                Entry(
                    time: Date(timeIntervalSince1970: row["time"]), person: row["person"], act: row["act"],
                    model: row["model"], conversation: row["conversation"], detail: row["detail"])
            }
        }
    }

    /// Records an act in the transaction that does it; `detail` has nothing that a customer wrote or is called by.
    static func record(
        _ act: String, model: String? = nil, conversation: String? = nil, detail: String, _ database: Database
    ) throws {
        try database.execute(
            sql: "INSERT INTO audit (time, person, act, model, conversation, detail) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [Date().timeIntervalSince1970, SystemUser.name, act, model, conversation, detail])
    }

    /// Takes the names of conversations out of it that match a condition on `conversation`.
    static func blank(
        where condition: String, _ arguments: StatementArguments, _ database: Database
    ) throws {
        try database.execute(
            sql: "UPDATE audit SET conversation = NULL WHERE \(condition)", arguments: arguments)
    }
}

extension AuditTrail {
    static func registerMigrations(_ migrator: inout DatabaseMigrator) {
        migrator.registerMigration("audit of people") { database in
            // A conversation's name may be taken out, since it may be a customer's, and nothing else.
            try database.execute(
                sql: """
                    ALTER TABLE audit ADD COLUMN person TEXT;
                    ALTER TABLE audit ADD COLUMN conversation TEXT;
                    CREATE INDEX audit_of_conversation ON audit (conversation) WHERE conversation IS NOT NULL;
                    DROP TRIGGER audit_is_not_changed;
                    CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
                        WHEN new.conversation IS NOT NULL OR new.id IS NOT old.id OR new.time IS NOT old.time
                            OR new.person IS NOT old.person OR new.act IS NOT old.act OR new.model IS NOT old.model
                            OR new.detail IS NOT old.detail
                        BEGIN SELECT raise(ABORT, 'the audit is not changed'); END;
                    """)
        }
    }
}
