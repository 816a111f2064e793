internal import GRDB
package import Kernels

/// The search index over `knowledge/`, derived from its files: words, character n-grams and embeddings.
package struct KnowledgeIndex: Sendable {
    /// How many entries a refresh touched.
    package struct Changes: Sendable, Hashable {
        package var added = 0
        package var updated = 0
        package var removed = 0

        /// Whether another process was refreshing all the while, so that the index stayed as it was.
        package var isLocked = false

        package var isEmpty: Bool { added + updated + removed == 0 }
    }

    let store: Store

    package init(_ store: Store) {
        self.store = store
    }

    /// Grows with every change of the entries: a search of an older generation is loaded anew.
    package func generation() throws -> Int {
        try store.read(Self.generation)
    }

    /// All entries, drafts and expired ones included.
    package func entries() throws -> [KnowledgeEntry] {
        try store.read { try IndexedEntry.all($0).map(\.entry) }
    }

    /// Embeds the texts of visible entries that have no vector yet, batch by batch; returns how many there were.
    @discardableResult
    package func embed(
        encoder: String, progress: (Int, Int) throws -> Void = { _, _ in }, _ embed: ([String]) throws -> Matrix
    ) throws -> Int {
        let (generation, through, texts) = try store.read { database in
            (
                try Self.generation(database),
                try Int64.fetchOne(
                    database, sql: "SELECT max(row) FROM knowledge_entries WHERE row < \(Self.firstUnseen)") ?? 0,
                try String.fetchAll(
                    database,
                    sql: """
                        SELECT text FROM knowledge_texts WHERE text <> '' AND entry < \(Self.firstUnseen)
                        ORDER BY entry, position
                        """)
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
    func isEmbedded(by encoder: String) throws -> Bool {
        try store.read { try Self.isEmbedded(by: encoder, $0) }
    }

    /// Whether so many texts have no vector by an encoder that nobody who waits for a reply should wait for them.
    func lacksMany(encoder: String) throws -> Bool {
        try store.read { database in
            // New texts are the last ones: looked at from the end, many that are missing are counted in no time.
            let missing =
                try Int.fetchOne(
                    database,
                    sql: """
                        SELECT count(*) FROM (
                            SELECT 1 FROM knowledge_texts t WHERE NOT EXISTS (
                                SELECT 1 FROM embeddings e WHERE e.hash = t.hash
                                AND e.encoder = (SELECT id FROM encoders WHERE name = ?)) AND t.text <> ''
                                AND t.entry < \(Self.firstUnseen)
                            ORDER BY t.entry DESC LIMIT ?)
                        """, arguments: [encoder, Self.mostMissing + 1]) ?? 0
            return missing > Self.mostMissing
        }
    }

    /// Texts that are embedded within some seconds.
    private static let mostMissing = 3000

    /// Whether there are more published entries than a number.
    func hasMoreEntries(than count: Int) throws -> Bool {
        try store.read { database in
            let found = try Int.fetchOne(
                database,
                sql: """
                    SELECT count(*) FROM knowledge_entries WHERE status = 'published' AND row < \(Self.firstUnseen)
                    """)
            return found ?? 0 > count
        }
    }

    static func isEmbedded(by encoder: String, _ database: Database) throws -> Bool {
        let done = try Int.fetchOne(
            database, sql: "SELECT generation FROM knowledge_embedded WHERE encoder = ?", arguments: [encoder])
        return try done == generation(database)
    }

    static func generation(_ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT generation FROM knowledge_state") ?? 0
    }
}
