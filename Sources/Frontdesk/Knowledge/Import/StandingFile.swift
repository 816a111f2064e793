internal import Foundation

/// A file that stands where an import would write, and was imported from the same source before.
struct StandingFile {
    let path: String
    let text: String
    /// Nil for a file that was not imported.
    let note: ImportNote?

    /// Nil where there is none.
    init?(_ folder: URL, _ path: String) throws {
        let url = folder.appending(path: path)
        guard FileManager.default.fileExists(atPath: url.path(percentEncoded: false)) else { return nil }
        self.path = path
        text = try TextFile.read(ofBot: url, named: path)
        let end = text.utf8.firstIndex(of: UInt8(ascii: "\n")) ?? text.endIndex
        note = ImportNote(text[..<end])
    }

    /// Nil where there is none; a file that was not imported, or from another source, is an error.
    init?(_ folder: URL, _ path: String, from source: String) throws {
        try self.init(folder, path)
        guard let note else {
            throw BotError(
                .cannotCreate, at: SourceLocation(file: path), "the file is there already and was not imported",
                mend: "Rename it, or the file to import")
        }
        guard note.source == ImportNote.noted(source) else {
            throw BotError(
                .cannotCreate, at: SourceLocation(file: path), "the file was imported from \(note.source)",
                mend: "Rename the file to import, or delete this one")
        }
    }

    /// The text below the note.
    var body: Substring {
        text.utf8.firstIndex(of: UInt8(ascii: "\n")).map { text[text.utf8.index(after: $0)...] } ?? ""
    }

    /// Its entries as people left them; an id that stands twice is an error.
    func entries() throws -> [KnowledgeEntry] {
        let entries = try KnowledgeBase.entries(in: text, file: path)
        try BotErrors(KnowledgeBase.duplicates(in: entries)).throwIfAny()
        return entries
    }

    /// What was imported when the file was written.
    ///
    /// Files of earlier versions have no base, but the checksum of their text: where it is right, nobody edited the file.
    /// Else nobody knows who changed what, and each difference is a conflict.
    func base(_ entries: [KnowledgeEntry], in folder: URL) throws -> ImportBase {
        guard let note else { return ImportBase() }
        if let base = try ImportBase.read(of: path, in: folder, checksum: note.checksum) { return base }
        let now = ImportBase(entries)
        let isUntouched = now.checksum == note.checksum || ImportNote.checksum(of: body) == note.checksum
        return isUntouched ? now : ImportBase()
    }
}
