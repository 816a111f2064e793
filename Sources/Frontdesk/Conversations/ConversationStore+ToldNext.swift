internal import GRDB

extension ConversationStore {
    /// So many of the latest conversations with an entry are looked at, so that a long log costs no more than a short one.
    private static let lookedAt = 200

    /// The entries that others were told next after an entry, each with the number of their conversations.
    ///
    /// The customer's own conversations do not count: what is asked twice there says nothing of others.
    /// Imported ones do where their turns name entries, as only the logs of such a bot do.
    /// Entries of fewer than `fewest` conversations are left out, and but `most` are told, those of most conversations.
    package func toldNext(
        after entry: String, besides conversation: String, customer: String? = nil, fewest: Int = 1, most: Int = .max
    ) throws -> [String: Int] {
        try store.read { database in
            let rows = try Row.fetchAll(
                database, sql: Self.nextEntries,
                arguments: [entry, conversation, customer, Self.lookedAt, fewest, most])
            return rows.reduce(into: [:]) { $0[$1["entry"]] = $1["count"] }
        }
    }

    private static let nextEntries = """
        SELECT entry, count(DISTINCT conversation) AS count FROM (
            SELECT told.conversation, (
                SELECT next.answer_id FROM turns next
                WHERE next.conversation = told.conversation AND next.id > told.id AND next.answer_id IS NOT NULL
                ORDER BY next.id LIMIT 1) AS entry
            FROM turns told JOIN conversations ON conversations.id = told.conversation
            WHERE told.answer_id = ?1 AND told.conversation <> ?2 AND (?3 IS NULL OR customer IS NOT ?3)
            ORDER BY told.id DESC LIMIT ?4)
        WHERE entry <> ?1 GROUP BY 1 HAVING count(DISTINCT conversation) >= ?5 ORDER BY 2 DESC, 1 LIMIT ?6
        """
}
