internal import Foundation
internal import GRDB
internal import Kernels

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
        migrator.registerMigration("knowledge staging") { database in
            // The terms of traditional Chinese changed, and each entry gets the key of its question: the index is made
            // anew; embeddings are kept by their texts.
            try database.execute(
                sql: stagingTables + """
                    INSERT OR IGNORE INTO knowledge_removed (row) SELECT row FROM knowledge_entries;
                    DELETE FROM knowledge_texts; DELETE FROM knowledge_entries;
                    DELETE FROM knowledge_words; DELETE FROM knowledge_grams; DELETE FROM knowledge_files;
                    """)
        }
        migrator.registerMigration("knowledge passages") { database in
            // Until a file is read again, passages are known by what they were known by so far.
            try database.execute(
                sql: """
                    ALTER TABLE knowledge_entries ADD COLUMN is_passage BOOLEAN NOT NULL DEFAULT FALSE;
                    UPDATE knowledge_entries SET is_passage = TRUE WHERE file LIKE '%.md' OR row IN (
                        SELECT entry FROM knowledge_texts WHERE position = 0 AND text LIKE '% › %');
                    """)
        }
    }

    /// What tells whether vectors are missing, and which of a vector file's are of entries that are gone.
    private static let vectorTables = """
        CREATE TABLE knowledge_embedded (encoder TEXT PRIMARY KEY, generation INTEGER NOT NULL);
        CREATE TABLE knowledge_removed (row INTEGER PRIMARY KEY);
        CREATE INDEX knowledge_entries_file ON knowledge_entries (file);
        """

    /// What lets many entries become visible at once (KnowledgeIndex+Staging), and what is asked of all entries.
    ///
    /// `staged_from` is the first row that nobody sees yet; the rows of `knowledge_leftover` are entries no more, but
    /// still stand in the search tables.
    private static let stagingTables = """
        ALTER TABLE knowledge_state ADD COLUMN staged_from INTEGER;
        ALTER TABLE knowledge_files ADD COLUMN digest BLOB;
        ALTER TABLE knowledge_entries ADD COLUMN question_key INTEGER;
        CREATE TABLE knowledge_leftover (row INTEGER PRIMARY KEY);
        CREATE INDEX knowledge_entries_question ON knowledge_entries (question_key);
        CREATE INDEX knowledge_entries_answered ON knowledge_entries (status, answer_length);
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
}

extension KnowledgeEntry {
    static let answerPosition = -1
    /// The position of the question and answer read as one text, which says what an answer alone leaves unsaid.
    static let passagePosition = -2

    /// The question or alias of a position from 0 on.
    func asked(at position: Int) -> String {
        position == 0 ? question : aliases[position - 1]
    }

    /// The entry's texts with their positions: 0 the question, 1 and up the aliases, then answer and passage.
    var texts: [(position: Int, text: String)] {
        let asked = [(0, question)] + aliases.enumerated().map { ($0.offset + 1, $0.element) }
        guard !answer.isEmpty else { return asked }
        return asked + [(Self.answerPosition, answer), (Self.passagePosition, question + "\n" + answer)]
    }

    /// The hashes of many entries, computed on all processors.
    static func contentHashes(of entries: [KnowledgeEntry]) -> [Data] {
        concurrentMap(of: entries) { $0.contentHash }
    }

    /// A hash of everything but the place, and whether it is a passage: no text hangs on that.
    var contentHash: Data {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(answer.utf8.count + question.utf8.count + 128)
        func append(_ field: String?) {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: " ")) }
            guard let field else { return bytes.append(UInt8(ascii: "-")) }
            bytes.append(contentsOf: String(field.utf8.count).utf8)
            bytes.append(UInt8(ascii: ":"))
            bytes.append(contentsOf: field.utf8)
        }
        for field in [id, language.rawValue, category, source, validUntil, status.rawValue, answer, question] {
            append(field)
        }
        for alias in aliases { append(alias) }
        return bytes.withUnsafeBytes { TextHash.of($0) }
    }
}
