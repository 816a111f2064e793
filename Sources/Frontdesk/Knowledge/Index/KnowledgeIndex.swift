internal import GRDB

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

    /// Whether each text has its vector by an encoder.
    func isEmbedded(by encoder: String) throws -> Bool {
        try store.read { try Self.isEmbedded(by: encoder, $0) }
    }

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
