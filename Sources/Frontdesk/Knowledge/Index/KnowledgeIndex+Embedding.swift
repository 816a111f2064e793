internal import Foundation
internal import GRDB
package import Kernels

/// The vectors of the index's texts; one process computes them at a time.
extension KnowledgeIndex {
    /// Somebody who waits for a reply waits for so many texts at most.
    package static let fewTexts = 64
    /// Of more texts than this, those who wait compute none: they come with an import's end, or the next training.
    package static let manyTexts = 3000

    /// Embeds the texts of visible entries that have no vector yet, batch by batch; returns how many there were.
    @discardableResult
    package func embed(
        encoder: String, progress: (Int, Int) throws -> Void = { _, _ in }, _ embed: ([String]) throws -> Matrix
    ) throws -> Int {
        let lock = try embeddingLock(waits: true)
        defer { lock?.release() }
        let missing = try store.read { try MissingTexts(by: encoder, $0) }
        let count = try EmbeddingCache(store).fill(missing.texts, encoder: encoder, progress: progress, embed: embed)
        try note(missing, by: encoder)
        return count
    }

    /// Embeds a few of the texts that have no vector yet, and none where another process is computing them.
    package func embedFew(encoder: String, _ embed: ([String]) throws -> Matrix) throws {
        guard let lock = try embeddingLock(waits: false) else { return }
        defer { lock.release() }
        let missing = try store.read { try MissingTexts(by: encoder, newest: Self.manyTexts + 1, $0) }
        guard missing.texts.count <= Self.manyTexts else { return }
        try EmbeddingCache(store).fill(Array(missing.texts.prefix(Self.fewTexts)), encoder: encoder, embed: embed)
        if missing.texts.count <= Self.fewTexts { try note(missing, by: encoder) }
    }

    private func embeddingLock(waits: Bool) throws -> FileLock? {
        try FileLock(store.folder.appending(path: "embedding.lock"), waits: waits)
    }

    /// Notes that texts were missing and are there by now.
    private func note(_ missing: MissingTexts, by encoder: String) throws {
        try store.write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO knowledge_embedded (encoder, generation) VALUES (?, ?)",
                arguments: [encoder, missing.generation])
        }
        try VectorFile(store).refresh(encoder: encoder, through: missing.through)
    }
}

/// The texts of visible entries that had no vector at some moment.
private struct MissingTexts {
    let texts: [String]
    let generation: Int
    /// The last visible entry's row.
    let through: Int64

    /// All of them, the oldest entries' first; or a number of the `newest`, which are mostly those that are missing.
    init(by encoder: String, newest: Int? = nil, _ database: Database) throws {
        generation = try KnowledgeIndex.generation(database)
        through =
            try Int64.fetchOne(
                database, sql: "SELECT max(row) FROM knowledge_entries WHERE row < \(KnowledgeIndex.firstUnseen)") ?? 0
        texts = try String.fetchAll(
            database,
            sql: """
                SELECT t.text FROM knowledge_texts t WHERE NOT EXISTS (
                    SELECT 1 FROM embeddings e WHERE e.hash = t.hash
                    AND e.encoder = (SELECT id FROM encoders WHERE name = ?)) AND t.text <> ''
                    AND t.entry < \(KnowledgeIndex.firstUnseen)
                ORDER BY \(newest == nil ? "t.entry, t.position" : "t.entry DESC, t.position DESC") LIMIT ?
                """, arguments: [encoder, newest ?? -1])
    }
}
