internal import GRDB

extension KnowledgeSearch {
    /// An entry whose question is near to that of another.
    struct Neighbour: Sendable {
        let entry: KnowledgeEntry
        /// How near the questions are: 1 where they are the same.
        let similarity: Double
    }

    /// The entries nearest to another, the nearest first, each in `language` where it has it.
    ///
    /// The question is searched like a message; as it finds itself, its own score is the measure of all others.
    func neighbours(of entry: KnowledgeEntry, _ language: Language, count: Int) throws -> [Neighbour] {
        let question = try row(of: entry).flatMap { vectors.vector(of: $0, at: 0) }
        let hits = try hits(for: entry.question, vector: question, language: language, limit: count + 1)
        guard let own = hits.first(where: { $0.entry.id == entry.id })?.score, own > 0 else { return [] }
        return hits.filter { $0.entry.id != entry.id }.map { Neighbour(entry: $0.entry, similarity: $0.score / own) }
    }

    private func row(of entry: KnowledgeEntry) throws -> Int64? {
        try store.read { database in
            try Int64.fetchOne(
                database,
                sql: """
                    SELECT row FROM knowledge_entries
                    WHERE id = ? AND language = ? AND row < \(KnowledgeIndex.firstUnseen)
                    """,
                arguments: [entry.id, entry.language.rawValue])
        }
    }
}
