package import Foundation

/// What the bot's files say now: read again when one of them changes, kept when the change does not parse.
package struct LiveFiles: Sendable {
    /// One consistent reading of all files.
    package struct Contents: Sendable {
        package let folder: BotFolder
        package let settings: Settings
        package let catalog: IntentCatalog
        package let knowledge: [KnowledgeEntry]
        /// Grows with every successful reading.
        package let version: Int
    }

    package private(set) var current: Contents
    private var stamp: [FileStamp]
    private let folder: BotFolder

    /// Reads a bot's files; a problem in any of them is an error, since there is no earlier version to keep.
    package init(_ folder: BotFolder) throws {
        self.folder = folder
        stamp = FileStamp.all(in: folder)
        current = try Self.read(folder, version: 1)
    }

    /// Reads the files again if any of them changed; returns what hinders, the last good version staying in force.
    package mutating func refresh() -> [String] {
        let now = FileStamp.all(in: folder)
        guard now != stamp else { return [] }
        stamp = now
        do {
            current = try Self.read(folder, version: current.version + 1)
            return []
        } catch {
            return ["\(error). The last good version keeps answering"]
        }
    }

    private static func read(_ folder: BotFolder, version: Int) throws -> Contents {
        let settings = try Settings.load(folder)
        return Contents(
            folder: folder, settings: settings, catalog: try IntentCatalog.load(folder, settings: settings),
            knowledge: try KnowledgeBase.load(folder), version: version)
    }
}

/// By what a change of a file shows: its path, size, and time of change to the nanosecond.
struct FileStamp: Sendable, Hashable {
    let path: String
    let size: Int64
    let seconds: Int
    let nanoseconds: Int

    /// The stamps of all files that people edit, in a stable order.
    static func all(in folder: BotFolder) -> [FileStamp] {
        let folders = [folder.intents, folder.knowledge]
        let files = folders.flatMap { folder in
            (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.sorted().map {
                folder.path + "/" + $0
            } ?? []  // A folder that is not there has no files; reading it names the problem.
        }
        return ([folder.settings.path] + files).compactMap(FileStamp.init)
    }

    private init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.path = path
        size = Int64(status.st_size)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }
}
