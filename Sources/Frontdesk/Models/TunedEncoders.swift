internal import BERT
internal import Foundation

/// The encoders tuned for a bot, each a Hugging Face folder named by its digest; models refer to them.
struct TunedEncoders: Sendable {
    let folder: URL

    init(_ bot: BotFolder) {
        folder = bot.encoders
    }

    /// Moves a tuned encoder's folder here; returns its digest.
    func add(moving source: URL) throws -> String {
        let digest = try Installation.digest(of: source)
        let target = folder.appending(path: digest, directoryHint: .isDirectory)
        try AtomicFile.makeFolder(folder, mode: 0o700)
        if FileManager.default.fileExists(atPath: target.path) {
            // Training anew mends an encoder that was damaged.
            do {
                try verify(digest)
                return digest
            } catch is BotError {
                try FileManager.default.removeItem(at: target)
            }
        }
        guard rename(source.path, target.path) == 0 else {
            throw SystemError.error(errno, doing: "store", target.path)
        }
        try AtomicFile.syncFolder(folder, named: folder.path)
        return digest
    }

    /// Removes the encoders that no model needs.
    func removeAll(but needed: Set<String>) throws {
        guard FileManager.default.fileExists(atPath: folder.path) else { return }
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where !needed.contains(name) {
            try FileManager.default.removeItem(at: folder.appending(path: name))
        }
    }

    /// Loads an encoder.
    func encoder(of digest: String) throws -> SentenceEncoder {
        let folder = folder.appending(path: digest, directoryHint: .isDirectory)
        guard FileManager.default.fileExists(atPath: folder.path) else { throw Self.damaged(folder, "is missing") }
        do {
            return try SentenceEncoder(folder: folder)
        } catch {
            // What the encoder says of itself is how to mend one that was fetched.
            throw Self.damaged(folder, "is not what was trained")
        }
    }

    /// Compares an encoder's files with its digest.
    func verify(_ digest: String) throws {
        let folder = folder.appending(path: digest, directoryHint: .isDirectory)
        guard FileManager.default.fileExists(atPath: folder.path) else { throw Self.damaged(folder, "is missing") }
        guard try Installation.digest(of: folder) == digest else {
            throw Self.damaged(folder, "is not what was trained")
        }
    }

    private static func damaged(_ folder: URL, _ how: String) -> BotError {
        BotError(
            .badData, at: SourceLocation(file: folder.path), "the model's tuned encoder \(how)",
            mend: ModelRegistry.mend)
    }
}
