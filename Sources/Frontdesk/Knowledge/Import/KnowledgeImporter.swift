package import Foundation

/// Takes over what a company has, spreadsheets, exports and documents, as normalised files under `knowledge/`.
///
/// A source becomes one file: all of it or nothing. The file says in its first line what it was imported from and the
/// checksum of what was imported, so that importing the same again changes nothing, importing a newer version replaces
/// it, and edits made by hand are never undone in silence.
package struct KnowledgeImporter: Sendable {
    /// What an import of one file changes, or would change.
    package struct Summary: Sendable, Hashable, Codable {
        package let source: String
        /// The file under `knowledge/`, relative to the bot's folder.
        package let file: String
        package internal(set) var added = 0
        package internal(set) var updated = 0
        package internal(set) var unchanged = 0
        package internal(set) var removed = 0
        /// Entries that can be found, but hold nothing to tell: often a sign that a column was not recognised.
        package internal(set) var unanswered = 0

        package var isChange: Bool { added + updated + removed > 0 }
    }

    /// The endings of the files that can be imported.
    package static let endings = SourceReader.endings

    let folder: URL
    private let columns: [String: String]

    /// Imports into a bot's folder; `columns` maps fields to the source's own names for them.
    package init(folder: URL, columns: [String: String] = [:]) throws {
        for field in columns.keys.sorted() where !KnowledgeRecord.keys.contains(field) {
            throw BotError(
                .usage, "'\(field)' is no field of a knowledge entry",
                mend: Suggestion.mend(for: field, among: KnowledgeRecord.keys))
        }
        self.folder = folder
        self.columns = columns
    }

    /// The files at a path: itself, or everything importable in the folder and below; names are what messages show.
    package static func sources(at url: URL) throws -> [(url: URL, name: String)] {
        let path = url.path(percentEncoded: false)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw SystemError.error(ENOENT, doing: "read", path)
        }
        guard isFolder.boolValue else { return [(url, url.lastPathComponent)] }
        guard let walk = FileManager.default.enumerator(atPath: path) else {
            throw SystemError.error(EACCES, doing: "read", path)
        }
        let names = walk.compactMap { $0 as? String }.filter { name in
            !name.split(separator: "/").contains { $0.hasPrefix(".") }
                && endings.contains(KnowledgeBase.ending(of: name))
        }
        return names.sorted().map { (url.appending(path: $0), $0) }
    }

    /// Imports one file; `name` is what messages and the written file call it. A dry run writes nothing.
    package func importFile(_ url: URL, named name: String, dryRun: Bool = false) throws -> Summary {
        var shelf = KnowledgeShelf(folder)
        return try importSource(Source(url: url, name: name, path: name), dryRun: dryRun, &shelf)
    }

    func importSource(_ source: Source, dryRun: Bool, _ shelf: inout KnowledgeShelf) throws -> Summary {
        let (url, name) = (source.url, source.name)
        let imported = try ImportedFile(source.read(columns: columns), source: name)
        let target = folder.appending(path: imported.path)
        guard target.standardizedFileURL != url.standardizedFileURL else {
            throw BotError(.usage, at: SourceLocation(file: name), "the file is part of this bot's knowledge already")
        }
        let existing = try ImportedFile.Existing(target, imported.path, source: name)
        let old = try existing.map { try KnowledgeBase.entries(in: $0.text, file: imported.path) } ?? []
        if let existing, existing.checksum == imported.checksum {
            return Summary(
                source: name, file: imported.path, unchanged: old.count, unanswered: old.count(where: \.answer.isEmpty))
        }
        try existing?.assertUntouched()
        try shelf.put(imported)
        if !dryRun {
            try AtomicFile.makeFolder(target.deletingLastPathComponent())
            try AtomicFile.write(imported.text, to: target, named: imported.path)
        }
        return Self.summary(from: old, to: imported)
    }

    private static func summary(from old: [KnowledgeEntry], to imported: ImportedFile) -> Summary {
        struct Key: Hashable {
            let id: String
            let language: Language
        }
        var stale = Dictionary(old.map { (Key(id: $0.id, language: $0.language), $0.contentHash) }) { first, _ in first
        }
        var summary = Summary(source: imported.source, file: imported.path)
        for entry in imported.entries {
            switch stale.removeValue(forKey: Key(id: entry.id, language: entry.language)) {
            case nil: summary.added += 1
            case entry.contentHash: summary.unchanged += 1
            default: summary.updated += 1
            }
        }
        summary.removed = stale.count
        summary.unanswered = imported.entries.count(where: \.answer.isEmpty)
        return summary
    }
}
