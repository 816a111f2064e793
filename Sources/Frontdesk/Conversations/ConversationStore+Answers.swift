internal import GRDB

extension ConversationStore {
    /// Whether somebody else than this bot answered customers, or a reply of it was called good.
    package func haveOtherAnswers() throws -> Bool {
        try store.read { database in
            try Bool.fetchOne(
                database,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM turns WHERE speaker = 'agent'
                        OR speaker = 'bot' AND (feedback = 'good' OR model IS NULL AND imported = 1))
                    """) ?? false
        }
    }
}
