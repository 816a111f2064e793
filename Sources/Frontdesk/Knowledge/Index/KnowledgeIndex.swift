package import Foundation
internal import GRDB
package import Kernels

/// The search index over `knowledge/`, derived from its files: words, character n-grams and embeddings.
package struct KnowledgeIndex: Sendable {
    /// How many entries a refresh touched.
    package struct Changes: Sendable, Hashable {
        package var added = 0
        package var updated = 0
        package var removed = 0

        package var isEmpty: Bool { self == Changes() }
    }

    let store: Store

    package init(_ store: Store) {
        self.store = store
    }

    /// Brings the index up to date with the files; only changed entries are touched.
    ///
    /// While no file changed this costs one look at each file's size and time; those that did are read. Files that do
    /// not parse throw, and the index stays as it was.
    package func refresh(folder: URL) throws -> Changes {
        let now = Date().timeIntervalSince1970
        let stamps = try KnowledgeBase.files(in: folder).map { try FileStamp($0, in: folder) }
        let (changed, gone) = try store.read { try FileStamp.changes(to: stamps, $0) }
        guard !changed.isEmpty || !gone.isEmpty else { return Changes() }
        let entries = try KnowledgeBase.load(changed, in: folder)
        return try store.write { database in
            let changes = try Self.update(changed + gone, to: entries, database)
            try FileStamp.replace(stamps, at: now, database)
            return changes
        }
    }

    /// Grows with every change of the entries: a search of an older generation is loaded anew.
    package func generation() throws -> Int {
        try store.read(Self.generation)
    }

    /// All entries, drafts and expired ones included.
    package func entries() throws -> [KnowledgeEntry] {
        try store.read { try IndexedEntry.all($0).map(\.entry) }
    }

    /// Embeds the texts that have no vector yet, batch by batch; returns how many there were.
    @discardableResult
    package func embed(
        encoder: String, progress: (Int, Int) throws -> Void = { _, _ in }, _ embed: ([String]) throws -> Matrix
    ) throws -> Int {
        let (generation, through, texts) = try store.read { database in
            (
                try Self.generation(database),
                try Int64.fetchOne(database, sql: "SELECT max(row) FROM knowledge_entries") ?? 0,
                try String.fetchAll(
                    database, sql: "SELECT text FROM knowledge_texts WHERE text <> '' ORDER BY entry, position")
            )
        }
        let count = try EmbeddingCache(store).fill(texts, encoder: encoder, progress: progress, embed: embed)
        try store.write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO knowledge_embedded (encoder, generation) VALUES (?, ?)",
                arguments: [encoder, generation])
        }
        try VectorFile(store).refresh(encoder: encoder, through: through)
        return count
    }

    /// Whether each text has its vector by an encoder.
    static func isEmbedded(by encoder: String, _ database: Database) throws -> Bool {
        let done = try Int.fetchOne(
            database, sql: "SELECT generation FROM knowledge_embedded WHERE encoder = ?", arguments: [encoder])
        return try done == generation(database)
    }

    static func generation(_ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT generation FROM knowledge_state") ?? 0
    }
}
