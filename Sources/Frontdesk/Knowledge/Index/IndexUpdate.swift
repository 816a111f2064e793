internal import Foundation
internal import GRDB

/// What must be done so that the index holds some files' entries, found out before anything is written.
struct IndexUpdate {
    /// An entry that the index lacks: a new one, or a changed one, whose old row is stale.
    struct Missing {
        let entry: KnowledgeEntry
        let hash: Data
        /// Whether a stale row has its id and language.
        let isReplacing: Bool
    }

    /// What of an entry that the index has is new.
    struct Moved {
        let row: Int64
        let place: SourceLocation
        let isPassage: Bool
    }

    private(set) var missing: [Missing] = []
    /// Rows of entries that are gone, or changed.
    private(set) var stale: [Int64] = []
    /// Entries of the same content that stand elsewhere, or are passages and were none.
    private(set) var moved: [Moved] = []
    private(set) var changes = KnowledgeIndex.Changes()

    /// Compares files' entries with their rows; an id that yet another file has is an error.
    init(_ files: [String], to entries: [KnowledgeEntry], _ database: Database) throws {
        var old = try Self.rows(of: files, database)
        let others = try EntryPlaces(besides: Set(files), askedFor: entries.count, database)
        var errors = BotErrors()
        for (entry, hash) in zip(entries, KnowledgeEntry.contentHashes(of: entries)) {
            let known = old.removeValue(forKey: entry.key)
            if let known, known.hash == hash {
                if known.place != entry.location || known.isPassage != entry.isPassage {
                    moved.append(Moved(row: known.row, place: entry.location, isPassage: entry.isPassage))
                }
                continue
            }
            if let known {
                stale.append(known.row)
                changes.updated += 1
            } else if let other = try others.place(of: entry.key, database) {
                errors.append(KnowledgeBase.duplicate(entry, of: other))
            } else {
                changes.added += 1
            }
            missing.append(Missing(entry: entry, hash: hash, isReplacing: known != nil))
        }
        try errors.throwIfAny()
        stale += old.values.map(\.row)
        changes.removed = old.count
    }

    private static func rows(
        of files: [String], _ database: Database
    ) throws -> [KnowledgeEntry.Key: (row: Int64, hash: Data, place: SourceLocation, isPassage: Bool)] {
        let query = try database.makeStatement(
            sql: "SELECT row, id, language, hash, line, column, is_passage FROM knowledge_entries WHERE file = ?")
        return try files.reduce(into: [:]) { rows, file in
            let cursor = try Row.fetchCursor(query, arguments: [file])
            while let row = try cursor.next() {
                rows[KnowledgeEntry.Key(id: row[1], language: Language(rawValue: row[2]))] = (
                    row[0], row[3], SourceLocation(file: file, line: row[4], column: row[5]), row[6]
                )
            }
        }
    }
}
