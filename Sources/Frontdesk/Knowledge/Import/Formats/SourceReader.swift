package import Foundation

/// What a source holds before its entries get ids: the records that could be read, and what could not.
package struct SourceRecords {
    package internal(set) var records: [KnowledgeRecord] = []
    /// Rows that are wrong; none of the source is imported where there are some, unless bad rows are to be skipped.
    package internal(set) var problems = BotErrors()
    /// What the reader found out and people should know, such as the encoding ("read as GB18030").
    package internal(set) var notes: [String] = []
    /// The Markdown of an article, which is written as such and not as a list of entries.
    package internal(set) var article: String?

    /// The records of a source without problems; throws all problems of another.
    func complete() throws -> [KnowledgeRecord] {
        try problems.throwIfAny()
        return records
    }
}

/// Reads a source of any known kind by its name's ending (and, where endings lie, its first bytes).
package enum SourceReader {
    /// The endings of the files that can be imported.
    package static let endings = [
        "csv", "tsv", "json", "jsonl", "yml", "yaml", "md", "xlsx", "xlsm", "docx", "docm", "html", "htm", "zip",
    ]

    /// Reads a source; `columns` maps fields to the source's own names for them, `name` is what messages show.
    package static func read(_ data: Data, named name: String, columns: [String: String]) throws -> SourceRecords {
        let ending = KnowledgeBase.ending(of: name)
        guard endings.contains(ending) else { throw unknown(name) }
        if let document = try document(data, ending, named: name, columns) { return document }
        let text = try ForeignText(data, named: name)
        var read = try read(text.text, ending, named: name, columns)
        if let note = text.note { read.notes.insert(note, at: 0) }
        return read
    }

    private static func read(
        _ text: String, _ ending: String, named name: String, _ columns: [String: String]
    ) throws -> SourceRecords {
        switch ending {
        case "csv": try table(text, named: name, columns: columns, preferring: .comma)
        case "tsv": try table(text, named: name, columns: columns, preferring: .tab)
        case "json": try json(text, named: name, columns: columns)
        case "jsonl": try jsonLines(text, named: name, columns: columns)
        case "md": try article(text, named: name)
        default: try yaml(text, named: name, columns: columns)
        }
    }

    /// An article whose long sections are cut into passages.
    private static func article(_ text: String, named name: String) throws -> SourceRecords {
        let (markdown, long) = Article.cut(text, name: KnowledgeRecord.nameAndLanguage(name).stem)
        var read = SourceRecords(records: try KnowledgeRecord.article(markdown, file: name), article: markdown)
        if long > 0 {
            read.notes.append(
                long == 1 ? "a long section was cut into passages" : "\(long) long sections were cut into passages")
        }
        return read
    }

    private static func unknown(_ name: String) -> BotError {
        BotError(
            .usage, at: SourceLocation(file: name), "files of this kind cannot be imported",
            mend: "Known are \(endings.map { ".\($0)" }.joined(separator: ", "))")
    }
}
