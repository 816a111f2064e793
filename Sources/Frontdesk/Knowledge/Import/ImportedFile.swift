internal import Foundation

/// One source in the form in which it is to stand under `knowledge/`.
struct ImportedFile {
    let source: String
    /// Relative to the bot's folder.
    let path: String
    let kind: ImportNote.Kind
    /// The entries, with their places in the source; of an article its passages.
    let entries: [KnowledgeEntry]
    /// An article's text.
    let article: String?
    /// What the reader of the source found out and people should know.
    let notes: [String]
    /// Rows that were left out.
    let skipped: BotErrors

    /// More entries than this are written as JSON lines.
    static let mostInYAML = 2000

    /// Reads a source; bad rows are an error unless they are skipped.
    ///
    /// A file that was imported before stays what it is, YAML or JSON lines, however many entries there are by now:
    /// replacing one by another could not be done at once.
    init(_ read: SourceRecords, source: String, skipsBad: Bool, in folder: URL) throws {
        self.source = source
        let records = skipsBad ? read.records : try read.complete()
        var skipped = read.problems
        notes = read.notes
        article = read.article
        let stem = "knowledge/" + Self.stem(source)
        var entries: [KnowledgeEntry]
        if let text = read.article {
            kind = .article
            path = "\(stem).\(kind.rawValue)"
            entries = try KnowledgeBase.entries(in: text, file: path)
        } else {
            kind = try Self.kind(of: records.count, stem, source, in: folder)
            path = "\(stem).\(kind.rawValue)"
            entries = KnowledgeRecord.entries(records, file: source)
        }
        guard !entries.isEmpty else {
            try skipped.throwIfAny()
            throw BotError(
                .badData, at: SourceLocation(file: source, line: 1, column: 1), "the file holds no entry",
                mend: "Write one question and answer a row, below the names of the columns")
        }
        let duplicates = KnowledgeBase.duplicates(in: entries)
        if !duplicates.isEmpty {
            if !skipsBad { try BotErrors(duplicates).throwIfAny() }
            for error in duplicates { skipped.append(error) }
            var keys = Set<KnowledgeEntry.Key>()
            entries = entries.filter { keys.insert($0.key).inserted }
        }
        self.skipped = skipped
        self.entries = entries
    }

    private static func kind(
        of count: Int, _ stem: String, _ source: String, in folder: URL
    ) throws -> ImportNote.Kind {
        let usual: ImportNote.Kind = count > mostInYAML ? .lines : .list
        let other: ImportNote.Kind = count > mostInYAML ? .list : .lines
        let earlier = try StandingFile(folder, "\(stem).\(other.rawValue)")
        return earlier?.note?.source == ImportNote.noted(source) ? other : usual
    }

    /// The name without ending as a file's name; a language before the ending stays.
    private static func stem(_ source: String) -> String {
        let parts = source.split(separator: ".")
        let name = parts.count > 1 ? parts.dropLast().joined(separator: ".") : source
        let safe = name.map { $0.isLetter || $0.isNumber || "._-".contains($0) ? $0 : "-" }
        let trimmed = String(safe).trimmingCharacters(in: CharacterSet(charactersIn: ".-_"))
        return trimmed.isEmpty ? "imported" : trimmed
    }
}
