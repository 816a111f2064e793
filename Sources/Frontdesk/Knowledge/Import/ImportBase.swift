internal import Foundation

/// What was imported into a file last, as a hash for each entry: by it, edits by hand are told from changes of the source.
///
/// It stands in `knowledge/.imported/`, so that a clone of the bot's folder has it too, which `.frontdesk/` would not
/// give; and not in the imported file, which people read and edit. The file's note names the base by its checksum, so
/// that a process that is killed between writing the two leaves no file with another one's base.
struct ImportBase: Sendable, Hashable {
    /// The key and the content of an entry, hashed.
    fileprivate struct Line: Sendable, Hashable {
        let key: UInt64
        let content: UInt64

        func append(to text: inout [UInt8]) {
            for (number, end) in [(key, UInt8(ascii: " ")), (content, UInt8(ascii: "\n"))] {
                for shift in stride(from: 56, through: 0, by: -8) {
                    TextHash.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)), to: &text)
                }
                text.append(end)
            }
        }
    }

    private var lines: [Line] = []
    private var places: [UInt64: Int] = [:]

    init() {}

    /// The base of a file that holds just these entries.
    init(_ entries: [KnowledgeEntry]) {
        lines.reserveCapacity(entries.count)
        places.reserveCapacity(entries.count)
        for (entry, content) in zip(entries, Self.contents(of: entries)) { add(entry.key, content) }
    }

    /// What an entry's content is compared by.
    static func content(of entry: KnowledgeEntry) -> UInt64 { TextHash.number(entry.contentHash) }

    static func contents(of entries: [KnowledgeEntry]) -> [UInt64] {
        KnowledgeEntry.contentHashes(of: entries).map(TextHash.number)
    }

    /// The content that was imported last; nil for an entry that was not.
    subscript(key: KnowledgeEntry.Key) -> UInt64? { places[Self.hash(key)].map { lines[$0].content } }

    mutating func add(_ key: KnowledgeEntry.Key, _ content: UInt64) {
        add(Line(key: Self.hash(key), content: content))
    }

    private mutating func add(_ line: Line) {
        guard places[line.key] == nil else { return }
        places[line.key] = lines.count
        lines.append(line)
    }

    /// What the file's note names the base by.
    var checksum: String { ImportNote.checksum(of: text) }

    private var text: String {
        var text: [UInt8] = []
        text.reserveCapacity(34 * lines.count)
        for line in lines { line.append(to: &text) }
        return String(decoding: text, as: UTF8.self)
    }

    private static func hash(_ key: KnowledgeEntry.Key) -> UInt64 {
        TextHash.number(TextHash.of("\(key.language.rawValue)\n\(key.id)"))
    }
}

extension ImportBase {
    private static let explanation =
        "# Hashes of what was imported into this file: they tell edits by hand from changes of the source. Keep them with it.\n"

    private static func url(of path: String, in folder: URL) -> (url: URL, name: String) {
        let name = "knowledge/.imported/" + path.split(separator: "/").dropFirst().joined(separator: "/") + ".hashes"
        return (folder.appending(path: name), name)
    }

    /// The base of a file, by the checksum that its note names; nil where it was lost or never written.
    static func read(of path: String, in folder: URL, checksum: String) throws -> ImportBase? {
        let (url, name) = url(of: path, in: folder)
        guard FileManager.default.fileExists(atPath: url.path(percentEncoded: false)) else { return nil }
        var base = ImportBase()
        var isFound = false
        for line in try TextFile.read(ofBot: url, named: name).lines {
            if line.hasPrefix("checksum ") {
                if isFound { break }
                isFound = line.dropFirst("checksum ".count) == checksum
            } else if isFound, let read = Line(line) {
                base.add(read)
            }
        }
        return isFound ? base : nil
    }

    /// Writes bases, each under its checksum: before the file is written the old and the new one, afterwards the new one.
    static func write(_ bases: [ImportBase], of path: String, in folder: URL) throws {
        let (url, name) = url(of: path, in: folder)
        try AtomicFile.makeFolder(url.deletingLastPathComponent())
        try AtomicFile.write(contents(of: bases), to: url, named: name)
    }

    /// Leaves a file's own base alone: without that of an old or a new file where a process ended between writing them,
    /// and anew where it was lost or never written.
    static func tidy(_ base: ImportBase, of path: String, in folder: URL) throws {
        let (url, name) = url(of: path, in: folder)
        let isThere = FileManager.default.fileExists(atPath: url.path(percentEncoded: false))
        guard try !isThere || TextFile.read(ofBot: url, named: name) != contents(of: [base]) else { return }
        try write([base], of: path, in: folder)
    }

    private static func contents(of bases: [ImportBase]) -> String {
        explanation + bases.map { "checksum \($0.checksum)\n\($0.text)" }.joined()
    }
}

extension ImportBase.Line {
    fileprivate init?(_ line: Substring) {
        let parts = line.split(separator: " ")
        guard parts.count == 2, let key = UInt64(parts[0], radix: 16), let content = UInt64(parts[1], radix: 16) else {
            return nil
        }
        self.init(key: key, content: content)
    }
}
