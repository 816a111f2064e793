internal import Foundation

/// What a source holds before its entries get ids: the records that could be read, and what could not.
struct SourceRecords {
    var records: [KnowledgeRecord] = []
    /// Rows that are wrong; none of the source is imported where there are some, unless bad rows are to be skipped.
    var problems = BotErrors()
    /// What the reader found out and people should know, such as the encoding ("read as GB18030").
    var notes: [String] = []
    /// The Markdown of an article, which is written as such and not as a list of entries.
    var article: String?

    /// The records of a source without problems; throws all problems of another.
    func complete() throws -> [KnowledgeRecord] {
        try problems.throwIfAny()
        return records
    }
}

/// Reads a source of any known kind by its name's ending (and, where endings lie, its first bytes).
enum SourceReader {
    /// The endings of the files that can be imported.
    static let endings = ["csv", "tsv", "jsonl", "yml", "yaml", "md"]

    /// Reads a source; `columns` maps fields to the source's own names for them, `name` is what messages show.
    static func read(_ data: Data, named name: String, columns: [String: String]) throws -> SourceRecords {
        let ending = KnowledgeBase.ending(of: name)
        guard endings.contains(ending) else { throw unknown(name) }
        let text = try TextFile.text(data, named: name)
        switch ending {
        case "csv": return try table(text, name, separator(of: text), columns)
        case "tsv": return try table(text, name, .tab, columns)
        case "jsonl": return try KnowledgeRecord.jsonLines(text, file: name) { try renamed($0, columns) }
        case "md": return SourceRecords(records: try KnowledgeRecord.article(text, file: name), article: text)
        default: return try KnowledgeRecord.yaml(text, file: name) { try renamed($0, columns) }
        }
    }

    private static func unknown(_ name: String) -> BotError {
        BotError(
            .usage, at: SourceLocation(file: name), "files of this kind cannot be imported",
            mend: "Known are \(endings.map { ".\($0)" }.joined(separator: ", "))")
    }

    private static func table(
        _ text: String, _ name: String, _ separator: DelimitedText.Separator, _ columns: [String: String]
    ) throws -> SourceRecords {
        try KnowledgeRecord.table(DelimitedText(text, file: name, separator: separator)) {
            try KnowledgeColumns.found($0, mapping: columns, in: $1)
        }
    }

    private static func renamed(_ map: SourceMap, _ columns: [String: String]) throws -> SourceMap {
        let fields = try KnowledgeColumns.fields(of: map.items.map(\.key), mapping: columns, at: map.location)
        let items = zip(fields, map.items).compactMap { field, item in
            field.map { SourceMap.Item(key: $0, keyLocation: item.keyLocation, value: item.value) }
        }
        return try SourceMap(items, at: map.location)
    }

    /// A header without any comma is one of semicolons.
    private static func separator(of text: String) -> DelimitedText.Separator {
        let header = text.lines.first ?? ""
        return header.contains(";") && !header.contains(",") ? .semicolon : .comma
    }
}
