package import Foundation

/// The folder that makes a bot: the files that people edit, and the state that the bot keeps beside them.
package struct BotFolder: Sendable, Hashable {
    package let url: URL

    package init(_ url: URL) {
        self.url = url.standardizedFileURL
    }

    package var intents: URL { url.appending(path: "intents", directoryHint: .isDirectory) }
    package var knowledge: URL { url.appending(path: "knowledge", directoryHint: .isDirectory) }
    package var evaluation: URL { url.appending(path: "evaluation", directoryHint: .isDirectory) }
    /// Labelled messages by which the thresholds are set; neither trained on nor tested with.
    package var calibration: URL { url.appending(path: "calibration", directoryHint: .isDirectory) }
    package var settings: URL { url.appending(path: "frontdesk.yml") }
    /// What the bot keeps: never edited, never committed.
    package var state: URL { url.appending(path: ".frontdesk", directoryHint: .isDirectory) }
    package var models: URL { state.appending(path: "models", directoryHint: .isDirectory) }

    /// Encoders tuned for this bot, each in a folder named by its digest.
    package var encoders: URL { state.appending(path: "encoders", directoryHint: .isDirectory) }
    /// Trainings under way: what a run that was stopped goes on from.
    package var trainings: URL { state.appending(path: "training", directoryHint: .isDirectory) }
    /// Held while the handoff's file is written: a line is not lost to those who take others out.
    var handoffLock: URL { state.appending(path: "handoff.lock") }

    /// Where a path of the settings leads, which is relative to the bot's folder.
    func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : url.appending(path: path).path(percentEncoded: false)
    }

    /// A file's path as messages show it: relative to the bot's folder.
    package func relativePath(of file: URL) -> String {
        let path = file.standardizedFileURL.path(percentEncoded: false)
        let base = url.path(percentEncoded: false)
        let prefix = base.hasSuffix("/") ? base : base + "/"
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
    }
}

extension BotFolder {
    /// Refuses to write what is meant for elsewhere over a file that the bot is made of.
    package func assertNotOwn(_ file: URL, named name: String) throws {
        let path = BotFolder(url.resolvingSymlinksInPath()).relativePath(of: file.resolvingSymlinksInPath())
        let folders = [intents, knowledge, evaluation, calibration, state].map { $0.lastPathComponent + "/" }
        guard path == settings.lastPathComponent || folders.contains(where: path.hasPrefix) else { return }
        throw BotError(
            .cannotCreate, at: SourceLocation(file: name), "the bot is made of this file, or of what stands beside it",
            mend: "Name a file elsewhere")
    }

    /// Whether a file has one of some endings, in capitals too, and is not hidden.
    static func isFile(_ file: URL, endings: [String]) -> Bool {
        endings.contains(file.pathExtension.lowercased()) && !file.lastPathComponent.hasPrefix(".")
    }

    /// The files of a folder with one of some endings, by name; hidden ones are left out, no folder holds none.
    package static func files(in folder: URL, endings: [String]) throws -> [URL] {
        let files = FileManager.default
        guard files.fileExists(atPath: folder.path(percentEncoded: false)) else { return [] }
        return try files.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { isFile($0, endings: endings) }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }
}
