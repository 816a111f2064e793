internal import Foundation
internal import Kernels

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
                .cannotCreate, at: SourceLocation(file: source),
                "it would become \(path), which is this bot's own file and was not imported",
                mend: Self.mend(source))
        }
        guard note.source == ImportNote.noted(source) else {
            throw BotError(
                .cannotCreate, at: SourceLocation(file: source),
                "it would become \(path), which was imported from \(note.source)",
                mend: "\(Self.mend(source)), or delete \(path)")
        }
    }

    private static func mend(_ source: String) -> String {
        let name = source.split(separator: "/").last ?? ""
        return "Give it another name, such as 'imported-\(name)', and import it again"
    }

    /// The text below the note.
    var body: Substring {
        text.utf8.firstIndex(of: UInt8(ascii: "\n")).map { text[text.utf8.index(after: $0)...] } ?? ""
    }

    /// Its entries as people left them; an id that stands twice is an error.
    ///
    /// A line that says just what an entry of the source says is that entry, and is not read again: of a large file
    /// nearly all are.
    func entries(besides source: [KnowledgeEntry] = []) throws -> [KnowledgeEntry] {
        let areLines = KnowledgeBase.ending(of: path) == ImportNote.Kind.lines.rawValue
        let entries = try areLines ? lines(besides: source) : KnowledgeBase.entries(in: text, file: path)
        try BotErrors(KnowledgeBase.duplicates(in: entries)).throwIfAny()
        return entries
    }

    private func lines(besides source: [KnowledgeEntry]) throws -> [KnowledgeEntry] {
        let known = Self.places(of: source)
        var read = SourceRecords()
        // In the order of the file; nil for those that are read.
        var found: [(entry: Int, line: Int)?] = []
        try SourceValue.forEachLine(in: text) { line, number in
            var line = line
            if let entry = known[TextHash.number(line.withUTF8 { TextHash.of(UnsafeRawBufferPointer($0)) })] {
                return found.append((entry, number))
            }
            let record = try read.problems.collect { try KnowledgeRecord.jsonLine(line, number, file: path) }
            guard let record = record ?? nil else { return }
            read.records.append(record)
            found.append(nil)
        }
        var others = KnowledgeRecord.entries(try read.complete(), file: path).makeIterator()
        return found.compactMap { known in
            known.map { source[$0.entry].moved(to: SourceLocation(file: path, line: $0.line, column: 1)) }
                ?? others.next()
        }
    }

    /// The places of entries in their list, by the hashes of their lines without the end.
    private static func places(of source: [KnowledgeEntry]) -> [UInt64: Int] {
        let hashes = concurrentMap(of: source) { entry in
            var line = KnowledgeLines.line(of: entry)
            return TextHash.number(
                line.withUTF8 { TextHash.of(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer($0).dropLast())) })
        }
        return Dictionary(zip(hashes, source.indices)) { first, _ in first }
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
