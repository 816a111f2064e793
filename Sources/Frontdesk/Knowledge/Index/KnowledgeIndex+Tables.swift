internal import Foundation
internal import GRDB

extension KnowledgeIndex {
    static func registerMigrations(_ migrator: inout DatabaseMigrator) {
        migrator.registerMigration("knowledge") { database in
            try database.execute(sql: tables)
        }
        migrator.registerMigration("knowledge terms") { database in
            // Derived from the files, the index is made anew with what the new column and texts need.
            try database.execute(
                sql: """
                    ALTER TABLE knowledge_entries ADD COLUMN terms BLOB;
                    ALTER TABLE knowledge_entries ADD COLUMN answer_length INTEGER;
                    DELETE FROM knowledge_entries; DELETE FROM knowledge_words; DELETE FROM knowledge_grams;
                    DELETE FROM knowledge_files;
                    """)
        }
        migrator.registerMigration("knowledge passage ids") { database in
            // Ids of passages with a number in their heading changed: every file is read again.
            try database.execute(sql: "DELETE FROM knowledge_files")
        }
        migrator.registerMigration("knowledge vectors") { database in
            try database.execute(sql: vectorTables)
        }
        migrator.registerMigration("knowledge simplified") { database in
            // The terms of traditional Chinese changed: the index is made anew; embeddings are kept by their texts.
            try database.execute(
                sql: """
                    INSERT OR IGNORE INTO knowledge_removed (row) SELECT row FROM knowledge_entries;
                    DELETE FROM knowledge_texts; DELETE FROM knowledge_entries;
                    DELETE FROM knowledge_words; DELETE FROM knowledge_grams; DELETE FROM knowledge_files;
                    """)
        }
    }

    /// What tells whether vectors are missing, and which of a vector file's are of entries that are gone.
    private static let vectorTables = """
        CREATE TABLE knowledge_embedded (encoder TEXT PRIMARY KEY, generation INTEGER NOT NULL);
        CREATE TABLE knowledge_removed (row INTEGER PRIMARY KEY);
        CREATE INDEX knowledge_entries_file ON knowledge_entries (file);
        """

    /// `position` is that of `KnowledgeEntry.texts`.
    ///
    /// The two search tables hold terms that are ready (TextAnalysis), so their tokenizer only splits at spaces; their
    /// rows are those of the published entries.
    private static let tables = """
        CREATE TABLE knowledge_state (generation INTEGER NOT NULL, refreshed REAL NOT NULL);
        INSERT INTO knowledge_state VALUES (0, 0);
        CREATE TABLE knowledge_files (
            path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, inode INTEGER NOT NULL);
        CREATE TABLE knowledge_entries (
            row INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL, language TEXT NOT NULL, hash BLOB NOT NULL, category TEXT, source TEXT,
            valid_until TEXT, status TEXT NOT NULL, file TEXT NOT NULL, line INTEGER, column INTEGER,
            UNIQUE (id, language));
        CREATE TABLE knowledge_texts (
            entry INTEGER NOT NULL REFERENCES knowledge_entries (row) ON DELETE CASCADE,
            position INTEGER NOT NULL, text TEXT NOT NULL, hash BLOB NOT NULL,
            PRIMARY KEY (entry, position)) WITHOUT ROWID;
        CREATE VIRTUAL TABLE knowledge_words USING fts5 (question, aliases, answer, tokenize = 'ascii');
        CREATE VIRTUAL TABLE knowledge_grams USING fts5 (grams, tokenize = 'ascii');
        CREATE VIRTUAL TABLE knowledge_word_counts USING fts5vocab (knowledge_words, row);
        CREATE VIRTUAL TABLE knowledge_gram_counts USING fts5vocab (knowledge_grams, row);
        """

    /// Makes the tables hold these entries of some files, and none else of these: what is the same stays, with its row.
    static func update(_ files: [String], to entries: [KnowledgeEntry], _ database: Database) throws -> Changes {
        var stale = try rows(of: files, database)
        var changes = Changes()
        var errors = BotErrors()
        for entry in entries {
            let hash = entry.contentHash
            let old = stale.removeValue(forKey: EntryKey(id: entry.id, language: entry.language.rawValue))
            if let old, old.hash == hash {
                try move(old.row, to: entry.location, database)
            } else if let old {
                try delete(old.row, database)
                try insert(entry, hash, database)
                changes.updated += 1
            } else if let other = try location(of: entry, database) {
                errors.append(KnowledgeBase.duplicate(entry, of: other))
            } else {
                try insert(entry, hash, database)
                changes.added += 1
            }
        }
        try errors.throwIfAny()
        for old in stale.values { try delete(old.row, database) }
        changes.removed = stale.count
        if !changes.isEmpty { try database.execute(sql: "UPDATE knowledge_state SET generation = generation + 1") }
        return changes
    }

    private static func rows(
        of files: [String], _ database: Database
    ) throws -> [EntryKey: (row: Int64, hash: Data)] {
        let query = try database.makeStatement(
            sql: "SELECT row, id, language, hash FROM knowledge_entries WHERE file = ?")
        return try files.reduce(into: [:]) { rows, file in
            for row in try Row.fetchAll(query, arguments: [file]) {
                rows[EntryKey(id: row["id"], language: row["language"])] = (row["row"], row["hash"])
            }
        }
    }

    /// Where an entry of the same id and language stands in another file.
    private static func location(of entry: KnowledgeEntry, _ database: Database) throws -> SourceLocation? {
        let query = try database.cachedStatement(
            sql: "SELECT file, line, column FROM knowledge_entries WHERE id = ? AND language = ?")
        return try Row.fetchOne(query, arguments: [entry.id, entry.language.rawValue]).map {
            SourceLocation(file: $0["file"], line: $0["line"], column: $0["column"])
        }
    }

    private struct EntryKey: Hashable {
        let id: String
        let language: String
    }

    private static func insert(_ entry: KnowledgeEntry, _ hash: Data, _ database: Database) throws {
        let terms = EntryTerms(entry)
        try database.cachedStatement(
            sql: """
                INSERT INTO knowledge_entries
                (id, language, hash, category, source, valid_until, status, file, line, column, terms, answer_length)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            entry.id, entry.language.rawValue, hash, entry.category, entry.source, entry.validUntil,
            entry.status.rawValue, entry.location.file, entry.location.line, entry.location.column,
            terms.data, terms.answer.length,
        ])
        let row = database.lastInsertedRowID
        let insertText = try database.cachedStatement(
            sql: "INSERT INTO knowledge_texts (entry, position, text, hash) VALUES (?, ?, ?, ?)")
        for (position, text) in entry.texts {
            try insertText.execute(arguments: [row, position, text, TextHash.of(text)])
        }
        if entry.status == .published { try insertTerms(of: entry, row, database) }
    }

    private static func insertTerms(of entry: KnowledgeEntry, _ row: Int64, _ database: Database) throws {
        let question = TextAnalysis(entry.question)
        let aliases = entry.aliases.map { TextAnalysis($0) }
        let words = [question.words, aliases.flatMap(\.words), TextAnalysis(entry.answer).words]
        try database.cachedStatement(
            sql: "INSERT INTO knowledge_words (rowid, question, aliases, answer) VALUES (?, ?, ?, ?)"
        ).execute(arguments: [row] + StatementArguments(words.map { $0.joined(separator: " ") }))
        let grams = ([question] + aliases).flatMap(\.grams)
        try database.cachedStatement(sql: "INSERT INTO knowledge_grams (rowid, grams) VALUES (?, ?)")
            .execute(arguments: [row, grams.joined(separator: " ")])
    }

    private static func delete(_ row: Int64, _ database: Database) throws {
        for (table, key) in [("knowledge_entries", "row"), ("knowledge_words", "rowid"), ("knowledge_grams", "rowid")] {
            try database.cachedStatement(sql: "DELETE FROM \(table) WHERE \(key) = ?").execute(arguments: [row])
        }
        try database.cachedStatement(sql: "INSERT INTO knowledge_removed (row) VALUES (?)").execute(arguments: [row])
    }

    private static func move(_ row: Int64, to place: SourceLocation, _ database: Database) throws {
        try database.cachedStatement(
            sql: """
                UPDATE knowledge_entries SET file = ?1, line = ?2, column = ?3
                WHERE row = ?4 AND (file, line, column) IS NOT (?1, ?2, ?3)
                """
        ).execute(arguments: [place.file, place.line, place.column, row])
    }
}

extension KnowledgeEntry {
    static let answerPosition = -1
    /// The position of the question and answer read as one text, which says what an answer alone leaves unsaid.
    static let passagePosition = -2

    /// The entry's texts with their positions: 0 the question, 1 and up the aliases, then answer and passage.
    var texts: [(position: Int, text: String)] {
        let asked = [(0, question)] + aliases.enumerated().map { ($0.offset + 1, $0.element) }
        guard !answer.isEmpty else { return asked }
        return asked + [(Self.answerPosition, answer), (Self.passagePosition, question + "\n" + answer)]
    }

    /// A hash of everything but the place.
    var contentHash: Data {
        let fields = [id, language.rawValue, category, source, validUntil, status.rawValue, answer, question] + aliases
        return TextHash.of(fields.map { $0.map { "\($0.utf8.count):\($0)" } ?? "-" }.joined(separator: " "))
    }
}
