internal import GRDB

/// Removing all of a customer, or of one conversation.
extension ConversationStore {
    /// What the store holds of a subject.
    struct Kept {
        /// Those that are there, and those that only corrections or models remember.
        let conversations: [String]
        let turns: Int
        let corrections: Int
        /// What the customer wrote, each text once.
        let messages: [String]
    }

    static func registerForgetting(_ migrator: inout DatabaseMigrator) {
        migrator.registerMigration("forgetting") { database in
            // Corrections outlive their conversations, and with them the knowledge whose they were. Which models were
            // trained with which conversations was not recorded so far: with all corrections that there were.
            try database.execute(
                sql: """
                    ALTER TABLE corrections ADD COLUMN customer TEXT;
                    CREATE TABLE model_conversations (
                        model TEXT NOT NULL, conversation TEXT NOT NULL, PRIMARY KEY (model, conversation)) WITHOUT ROWID;
                    CREATE INDEX models_of_conversation ON model_conversations (conversation);
                    INSERT OR IGNORE INTO model_conversations (model, conversation)
                        SELECT models.id, corrections.conversation FROM models
                        JOIN corrections ON corrections.time <= models.created;
                    CREATE TABLE models_due (model TEXT PRIMARY KEY);
                    CREATE TABLE removal (is_due INTEGER NOT NULL);
                    INSERT INTO removal VALUES (0);
                    """)
        }
    }

    static func registerForgettingModels(_ migrator: inout DatabaseMigrator) {
        migrator.registerMigration("forgetting models") { database in
            // Models learn messages without corrections, too, which outlive the conversations.
            try database.execute(sql: "ALTER TABLE model_conversations ADD COLUMN customer TEXT")
        }
    }

    /// What there is of a subject.
    func kept(of subject: Forgetting.Subject) throws -> Kept {
        try store.read { database in
            let ids = try Self.conversations(of: subject, database)
            var (turns, corrections) = (0, 0)
            var messages: Set<String> = []
            for id in ids {
                let said = try Row.fetchAll(
                    database, sql: "SELECT speaker, text FROM turns WHERE conversation = ?", arguments: [id])
                turns += said.count
                messages.formUnion(said.filter { $0["speaker"] == Turn.Speaker.customer.rawValue }.map { $0["text"] })
                let labelled = try String.fetchAll(
                    database, sql: "SELECT text FROM corrections WHERE conversation = ?", arguments: [id])
                corrections += labelled.count
                messages.formUnion(labelled)
            }
            return Kept(conversations: ids, turns: turns, corrections: corrections, messages: messages.sorted())
        }
    }

    /// Removes a conversation with its turns, ratings and corrections.
    private static func remove(conversation id: String, _ database: Database) throws {
        for statement in [
            "DELETE FROM ratings WHERE conversation = ?", "DELETE FROM corrections WHERE conversation = ?",
            "DELETE FROM conversations WHERE id = ?", "DELETE FROM model_conversations WHERE conversation = ?",
        ] { try database.execute(sql: statement, arguments: [id]) }
        try AuditTrail.blank(where: "conversation = ?", [id], database)
    }

    private static func conversations(of subject: Forgetting.Subject, _ database: Database) throws -> [String] {
        let (value, column, correctionColumn) =
            switch subject {
            case .customer(let id): (id, "customer", "customer")
            case .conversation(let id): (id, "id", "conversation")
            }
        return try String.fetchAll(
            database,
            sql: """
                SELECT id FROM conversations WHERE \(column) = :value
                UNION SELECT conversation FROM corrections WHERE \(correctionColumn) = :value
                UNION SELECT conversation FROM model_conversations WHERE \(correctionColumn) = :value ORDER BY 1
                """,
            arguments: ["value": value])
    }

    /// Removes it all in one transaction, with the models that are gone; one that is `due` goes after the next training.
    func remove(_ kept: Kept, models: [String], due: String?) throws {
        try store.write { database in
            try Store.overwriteRemoved(database)
            try Store.noteRemoval(database)
            for id in kept.conversations { try Self.remove(conversation: id, database) }
            let counts =
                "\(kept.conversations.count) conversations, \(kept.turns) turns, \(kept.corrections) corrections"
            try AuditTrail.record("forget", detail: "\(counts), \(models.count) models", database)
            try ModelRegistry.remove(models, due: due, database)
            guard !kept.messages.isEmpty else { return }
            // Messages were also embedded cleaned, redacted and joined with others; what the files hold is read again.
            try database.execute(
                sql: "DELETE FROM embeddings WHERE hash NOT IN (SELECT hash FROM knowledge_texts)")
        }
    }
}
