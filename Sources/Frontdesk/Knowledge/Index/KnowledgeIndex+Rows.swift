internal import Foundation
internal import GRDB

/// Single rows of the index.
extension KnowledgeIndex {
    /// Writes an entry; of a staged one that replaces another the id is marked until `show`, since both stand in the
    /// table till then.
    static func insert(_ prepared: PreparedEntry, staged: Bool = false, _ database: Database) throws {
        let entry = prepared.entry
        let isMarked = staged && prepared.isReplacing
        try database.cachedStatement(
            sql: """
                INSERT INTO knowledge_entries
                (id, language, hash, category, source, valid_until, status, file, line, column, terms, answer_length,
                question_key, is_passage) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            isMarked ? stagedMark + entry.id : entry.id, entry.language.rawValue, prepared.hash, entry.category,
            entry.source, entry.validUntil, entry.status.rawValue,
            entry.location.file, entry.location.line, entry.location.column, prepared.terms, prepared.answerLength,
            prepared.questionKey, entry.isPassage,
        ])
        let row = database.lastInsertedRowID
        let insertText = try database.cachedStatement(
            sql: "INSERT INTO knowledge_texts (entry, position, text, hash) VALUES (?, ?, ?, ?)")
        for (position, text, hash) in prepared.texts {
            try insertText.execute(arguments: [row, position, text, hash])
        }
        guard entry.status == .published else { return }
        try database.cachedStatement(
            sql: "INSERT INTO knowledge_words (rowid, question, aliases, answer) VALUES (?, ?, ?, ?)"
        ).execute(arguments: [row, prepared.words[0], prepared.words[1], prepared.words[2]])
        try database.cachedStatement(sql: "INSERT INTO knowledge_grams (rowid, grams) VALUES (?, ?)")
            .execute(arguments: [row, prepared.grams])
    }

    /// Stands before the id of a staged entry that replaces another: no file's id begins with it.
    static let stagedMark = "\u{1}"

    /// Takes an entry out; its terms stay in the search tables until `deleteTerms`.
    static func delete(_ row: Int64, _ database: Database) throws {
        try database.cachedStatement(sql: "DELETE FROM knowledge_entries WHERE row = ?").execute(arguments: [row])
        try database.cachedStatement(sql: "INSERT OR IGNORE INTO knowledge_removed (row) VALUES (?)")
            .execute(arguments: [row])
    }

    /// Takes an entry's terms out of the search tables.
    static func deleteTerms(_ row: Int64, _ database: Database) throws {
        for table in ["knowledge_words", "knowledge_grams"] {
            try database.cachedStatement(sql: "DELETE FROM \(table) WHERE rowid = ?").execute(arguments: [row])
        }
    }

    /// Takes in where an entry stands now, and whether it is a passage.
    static func move(_ moved: IndexUpdate.Moved, _ database: Database) throws {
        let place = moved.place
        try database.cachedStatement(
            sql: """
                UPDATE knowledge_entries SET file = ?1, line = ?2, column = ?3, is_passage = ?4
                WHERE row = ?5 AND (file, line, column, is_passage) IS NOT (?1, ?2, ?3, ?4)
                """
        ).execute(arguments: [place.file, place.line, place.column, moved.isPassage, moved.row])
    }

    static func grow(_ database: Database) throws {
        try database.execute(sql: "UPDATE knowledge_state SET generation = generation + 1")
    }

    /// Where an entry of the same id and language stands.
    static func location(of key: KnowledgeEntry.Key, _ database: Database) throws -> SourceLocation? {
        let query = try database.cachedStatement(
            sql: "SELECT file, line, column FROM knowledge_entries WHERE id = ? AND language = ?")
        return try Row.fetchOne(query, arguments: [key.id, key.language.rawValue]).map {
            SourceLocation(file: $0["file"], line: $0["line"], column: $0["column"])
        }
    }
}
