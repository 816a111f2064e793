internal import GRDB

extension ConversationStore {
    /// How often a model has replied, and by which intents.
    func use(of model: String) throws -> (replies: Int, intents: Set<String>) {
        try store.read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT intent, count(*) AS count FROM turns
                    WHERE speaker = 'bot' AND imported = 0 AND model = ? GROUP BY 1
                    """,
                arguments: [model])
            return (rows.reduce(0) { $0 + $1["count"] }, Set(rows.compactMap { $0["intent"] as String? }))
        }
    }
}
