internal import Foundation
internal import GRDB

/// An entry with its row in the index.
struct IndexedEntry: Sendable {
    let row: Int64
    let entry: KnowledgeEntry
    let terms: EntryTerms
    /// Tells which entries have the same question, but for case, width and punctuation.
    let questionKey: MessageKey

    init(row: Int64, entry: KnowledgeEntry, terms: EntryTerms) {
        self.row = row
        self.entry = entry
        self.terms = terms
        questionKey = MessageKey(entry.question)
    }

    /// All entries, in the order of the files' first import.
    static func all(_ database: Database) throws -> [IndexedEntry] {
        let rows = try Row.fetchAll(
            database, sql: "SELECT * FROM knowledge_entries WHERE row < \(KnowledgeIndex.firstUnseen) ORDER BY row")
        let texts = try Row.fetchAll(
            database, sql: "SELECT entry, position, text FROM knowledge_texts WHERE position >= -1")
        return make(rows, texts)
    }

    /// The entries of some rows, and those of the same ids in other languages.
    static func fetch(_ rows: [Int64], _ database: Database) throws -> [IndexedEntry] {
        // Row numbers are this program's own: no text is pasted into the statement.
        let list = rows.map(String.init).joined(separator: ",")
        let entries = try Row.fetchAll(
            database,
            sql: """
                SELECT * FROM knowledge_entries
                WHERE id IN (SELECT id FROM knowledge_entries WHERE row IN (\(list)))
                AND row < \(KnowledgeIndex.firstUnseen) ORDER BY row
                """)
        let all = entries.map { ($0["row"] as Int64).description }.joined(separator: ",")
        let texts = try Row.fetchAll(
            database,
            sql: "SELECT entry, position, text FROM knowledge_texts WHERE position >= -1 AND entry IN (\(all))")
        return make(entries, texts)
    }

    private static func make(_ rows: [Row], _ texts: [Row]) -> [IndexedEntry] {
        let byEntry = Dictionary(grouping: texts) { $0["entry"] as Int64 }
        return rows.map { row in
            let number: Int64 = row["row"]
            let texts = (byEntry[number] ?? []).sorted { ($0["position"] as Int) < ($1["position"] as Int) }
            let entry = entry(row, texts)
            let terms = (row["terms"] as Data?).flatMap(EntryTerms.init) ?? EntryTerms(entry)
            return IndexedEntry(row: number, entry: entry, terms: terms)
        }
    }

    private static func entry(_ row: Row, _ texts: [Row]) -> KnowledgeEntry {
        func text(_ position: Int) -> String {
            texts.first { $0["position"] == position }?["text"] ?? ""
        }
        return KnowledgeEntry(
            id: row["id"], language: Language(rawValue: row["language"]), question: text(0),
            aliases: texts.filter { ($0["position"] as Int) > 0 }.map { $0["text"] },
            answer: text(KnowledgeEntry.answerPosition),
            category: row["category"], source: row["source"], validUntil: row["valid_until"],
            status: KnowledgeEntry.Status(rawValue: row["status"]) ?? .draft,
            isPassage: row["is_passage"],
            location: SourceLocation(file: row["file"], line: row["line"], column: row["column"]))
    }
}
