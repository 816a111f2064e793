internal import Foundation

/// One source in the form in which it stands under `knowledge/`.
struct ImportedFile {
    let source: String
    /// Relative to the bot's folder.
    let path: String
    /// The entries with their places in the source.
    let entries: [KnowledgeEntry]
    /// The file's whole text, its first line the note that it was imported.
    let text: String
    let checksum: String

    /// What the reader of the source found out and people should know.
    let notes: [String]

    init(_ read: SourceRecords, source: String) throws {
        self.source = source
        let isArticle = read.article != nil
        path = "knowledge/\(Self.stem(source)).\(isArticle ? "md" : "yml")"
        entries = KnowledgeRecord.entries(try read.complete(), file: isArticle ? path : source)
        notes = read.notes
        guard !entries.isEmpty else {
            throw BotError(
                .badData, at: SourceLocation(file: source, line: 1, column: 1), "the file holds no entry",
                mend: "Write one question and answer a row, below the names of the columns")
        }
        try BotErrors(KnowledgeBase.duplicates(in: entries)).throwIfAny()
        let body = read.article ?? KnowledgeYAML.text(of: entries)
        checksum = Self.checksum(body)
        self.text = Self.note(source, checksum, isArticle) + "\n" + body
    }

    /// The name without ending as a file's name; a language before the ending stays.
    private static func stem(_ source: String) -> String {
        let parts = source.split(separator: ".")
        let name = parts.count > 1 ? parts.dropLast().joined(separator: ".") : source
        let safe = name.map { $0.isLetter || $0.isNumber || "._-".contains($0) ? $0 : "-" }
        let trimmed = String(safe).trimmingCharacters(in: CharacterSet(charactersIn: ".-_"))
        return trimmed.isEmpty ? "imported" : trimmed
    }

    private static func checksum(_ text: String) -> String {
        TextHash.of(text).prefix(6).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    private static func note(_ source: String, _ checksum: String, _ isArticle: Bool) -> String {
        let note = "Imported from \(noted(source)), checksum \(checksum). A newer version of it replaces this file."
        return isArticle ? "<!-- \(note) -->" : "# \(note)"
    }

    /// A source's name as the note has it.
    private static func noted(_ source: String) -> String {
        source.map { $0.isNewline || $0 == ">" ? "-" : String($0) }.joined()
    }
}

extension ImportedFile {
    /// A file that stands where an import would write.
    struct Existing {
        let text: String
        /// What was imported when the file was written.
        let checksum: String
        private let path: String

        /// Nil where there is none; a file that was not imported, or from another source, is an error.
        init?(_ url: URL, _ path: String, source: String) throws {
            guard FileManager.default.fileExists(atPath: url.path(percentEncoded: false)) else { return nil }
            text = try TextFile.read(url, named: path)
            self.path = path
            guard
                let note = text.split(separator: "\n").first?.firstMatch(
                    of: /Imported from (.*), checksum ([0-9a-f]{12})\./)
            else {
                throw BotError(
                    .cannotCreate, at: SourceLocation(file: path), "the file is there already and was not imported",
                    mend: "Rename it, or the file to import")
            }
            guard note.1 == ImportedFile.noted(source) else {
                throw BotError(
                    .cannotCreate, at: SourceLocation(file: path), "the file was imported from \(note.1)",
                    mend: "Rename the file to import, or delete this one")
            }
            checksum = String(note.2)
        }

        /// Throws where somebody edited the file after it was imported.
        func assertUntouched() throws {
            let body = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).last ?? ""
            guard ImportedFile.checksum(String(body)) == checksum else {
                throw BotError(
                    .failed, at: SourceLocation(file: path), "the file was edited by hand since it was imported",
                    mend: "Move the edits into another file under knowledge/, or delete this one, then import again")
            }
        }
    }
}
