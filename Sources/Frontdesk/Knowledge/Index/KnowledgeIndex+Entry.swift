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
            // With them come those of the id in other languages, drafts too.
            return try rows.isEmpty
                ? [] : IndexedEntry.fetch(rows, database).map(\.entry).filter { $0.status == .published }
        }
        return found.first { $0.language == language } ?? found.first
    }

    /// The questions of entries by their ids, those that are gone left out.
    package func questions(of ids: [String]) throws -> [String: String] {
        try store.read { database in
            let query = try database.makeStatement(
                sql: """
                    SELECT t.text FROM knowledge_entries e JOIN knowledge_texts t ON t.entry = e.row AND t.position = 0
                    WHERE e.id = ? AND e.row < \(Self.firstUnseen) ORDER BY e.row LIMIT 1
                    """)
            return try ids.reduce(into: [:]) { $0[$1] = try String.fetchOne(query, arguments: [$1]) }
        }
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
