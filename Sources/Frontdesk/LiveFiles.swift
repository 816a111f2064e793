internal import Foundation

/// What the bot's intents and settings say now: read again when a file changes, kept when the change does not parse.
package struct LiveFiles: Sendable {
    /// One consistent reading of all files.
    package struct Contents: Sendable {
        package let folder: BotFolder
        package let settings: Settings
        package let catalog: IntentCatalog
        /// Grows with every successful reading.
        package let version: Int
    }

    package private(set) var current: Contents
    private var stamps: [FileStamp]
    /// Why the files could not be read at the last look; it is told once, not with each message.
    private var hindrance: String?
    private let folder: BotFolder

    /// Reads a bot's files; a problem in any of them is an error, since there is no earlier version to keep.
    package init(_ folder: BotFolder) throws {
        self.folder = folder
        stamps = try Self.stamps(folder)
        current = try Self.read(folder, version: 1)
    }

    /// Reads the files again if any of them changed; returns what hinders, the last good version staying in force.
    package mutating func refresh() -> [String] {
        do {
            let now = try Self.stamps(folder)
            hindrance = nil
            guard now != stamps else { return [] }
            stamps = now
            current = try Self.read(folder, version: current.version + 1)
            return []
        } catch {
            let notice = Notice.of(error, "The last good version keeps answering")
            defer { hindrance = notice }
            return notice == hindrance ? [] : [notice]
        }
    }

    private static func stamps(_ folder: BotFolder) throws -> [FileStamp] {
        let intents = try IntentCatalog.files(in: folder).map { folder.relativePath(of: $0) }
        let settings = folder.relativePath(of: folder.settings)
        let hasSettings = FileManager.default.fileExists(atPath: folder.settings.path(percentEncoded: false))
        return try (hasSettings ? [settings] : []).map { try FileStamp($0, in: folder.url) }
            + intents.map { try FileStamp($0, in: folder.url) }
    }

    private static func read(_ folder: BotFolder, version: Int) throws -> Contents {
        let settings = try Settings.load(folder)
        return Contents(
            folder: folder, settings: settings, catalog: try IntentCatalog.load(folder, settings: settings),
            version: version)
    }
}
