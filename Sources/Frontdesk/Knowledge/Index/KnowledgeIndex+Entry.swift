internal import GRDB

extension KnowledgeIndex {
    /// The published entry of an id in a language, else in another that it has.
    package func entry(_ id: String, language: Language) throws -> KnowledgeEntry? {
        let found = try store.read { database in
            let rows = try Int64.fetchAll(
                database,
                sql: """
                    SELECT row FROM knowledge_entries
                    WHERE id = ? AND status = 'published' AND row < \(Self.firstUnseen)
                    """, arguments: [id])
            return try rows.isEmpty ? [] : IndexedEntry.fetch(rows, database).map(\.entry)
        }
        return found.first { $0.language == language } ?? found.first
    }

    /// The ids of all entries, or of those with a status.
    package func ids(_ status: KnowledgeEntry.Status? = nil) throws -> Set<String> {
        try store.read { database in
            try Set(
                String.fetchAll(
                    database,
                    sql: """
                        SELECT DISTINCT id FROM knowledge_entries
                        WHERE (status = ?1 OR ?1 IS NULL) AND row < \(Self.firstUnseen)
                        """, arguments: [status?.rawValue]))
        }
    }
}
