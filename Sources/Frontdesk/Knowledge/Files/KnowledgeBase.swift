package import Foundation

/// The files under `knowledge/`: what people wrote for the bot to tell.
package enum KnowledgeBase {
    /// The endings of the files that are read.
    static let endings = ["md", "yml", "yaml", "csv", "tsv", "jsonl"]

    /// All entries of a bot's folder, in the order of the files; everything that is wrong is thrown together.
    package static func load(folder: URL) throws -> [KnowledgeEntry] {
        try load(files(in: folder), in: folder)
    }

    /// The entries of some files, named relative to the bot's folder.
    static func load(_ files: [String], in folder: URL) throws -> [KnowledgeEntry] {
        let (entries, errors) = try read(files, in: folder)
        try errors.throwIfAny()
        return entries
    }

    /// The entries of the files that can be read, with everything that is wrong.
    package static func read(folder: URL) throws -> ([KnowledgeEntry], BotErrors) {
        try read(files(in: folder), in: folder)
    }

    private static func read(_ files: [String], in folder: URL) throws -> ([KnowledgeEntry], BotErrors) {
        var errors = BotErrors()
        let entries = try files.flatMap { file in
            try errors.collect { try Self.entries(of: file, in: folder) } ?? []
        }
        for error in duplicates(in: entries) { errors.append(error) }
        return (entries, errors)
    }

    /// The paths of the knowledge files relative to the bot's folder, sorted; hidden ones are left out.
    package static func files(in folder: URL) throws -> [String] {
        let knowledge = folder.appending(path: "knowledge")
        var isFolder: ObjCBool = false
        let path = knowledge.path(percentEncoded: false)
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return [] }
        guard isFolder.boolValue else {
            throw BotError(.configuration, at: SourceLocation(file: "knowledge"), "this is no folder")
        }
        // What stands in a folder that cannot be read is not gone.
        let walk = try FolderWalk(knowledge, path: "knowledge")
        if let (_, error) = walk.problems.first { throw error }
        return walk.files.filter { endings.contains(ending(of: $0)) }.map { "knowledge/" + $0 }
    }

    /// The entries of one file; `file` is its path relative to the bot's folder.
    static func entries(of file: String, in folder: URL) throws -> [KnowledgeEntry] {
        try entries(in: TextFile.read(ofBot: folder.appending(path: file), named: file), file: file)
    }

    /// The entries in a file's text, by the file's ending.
    package static func entries(in text: String, file: String) throws -> [KnowledgeEntry] {
        let records =
            switch ending(of: file) {
            case "md": try KnowledgeRecord.article(text, file: file)
            case "yml", "yaml": try KnowledgeRecord.yaml(text, file: file).complete()
            case "jsonl": try KnowledgeRecord.jsonLines(text, file: file).complete()
            case "tsv": try KnowledgeRecord.table(text, file: file, separator: .tab).complete()
            default: try KnowledgeRecord.table(text, file: file, separator: .comma).complete()
            }
        return KnowledgeRecord.entries(records, file: file)
    }

    /// The entries of a text that was put together for them; nil where it does not hold just these, wherever they stand.
    static func entries(
        in text: String, file: String, ifTheyAre wanted: [KnowledgeEntry]
    ) throws -> [KnowledgeEntry]? {
        do {
            let found = try entries(in: text, file: file)
            return found.elementsEqual(wanted) { $0 == $1.moved(to: $0.location) } ? found : nil
        } catch is BotError {
            return nil
        } catch is BotErrors {
            return nil
        }
    }

    static func ending(of name: String) -> String {
        name.split(separator: ".").last.map { $0.lowercased() } ?? ""
    }

    /// One error for each entry whose id and language another one has.
    static func duplicates(in entries: [KnowledgeEntry]) -> [BotError] {
        var first: [KnowledgeEntry.Key: SourceLocation] = [:]
        first.reserveCapacity(entries.count)
        return entries.compactMap { entry in
            guard let other = first.updateValue(entry.location, forKey: entry.key) else { return nil }
            first[entry.key] = other
            return duplicate(entry, of: other)
        }
    }

    /// The error for an entry whose id and language another one has.
    static func duplicate(_ entry: KnowledgeEntry, of other: SourceLocation) -> BotError {
        BotError(
            .badData, at: entry.location,
            "the id '\(entry.id)' has an entry in '\(entry.language.rawValue)' at \(other) already",
            mend: "Give one of them another id")
    }
}
