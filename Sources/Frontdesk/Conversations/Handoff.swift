internal import Foundation

/// Hands a conversation to a person: a summary to the program or file that the settings name.
package struct Handoff: Sendable {
    /// What a person needs to take over.
    package struct Summary: Sendable, Codable, Equatable {
        package struct Line: Sendable, Codable, Equatable {
            package let speaker: String
            package let text: String
        }

        package let conversation: String
        package let customer: String?
        package let reason: String
        package let intent: String?
        package let slots: [String: String]
        package let language: String
        package let time: String
        /// The last turns, oldest first, the message that led here last.
        package let turns: [Line]
    }

    private let settings: Settings.Handoff?
    private let folder: BotFolder
    /// The turns that a summary carries.
    package static let turnLimit = 12

    package init(_ settings: Settings.Handoff?, folder: BotFolder) {
        self.settings = settings
        self.folder = folder
    }

    /// Whether there is anyone to hand over to.
    package var isConfigured: Bool { settings != nil }

    /// Delivers a summary; throws if it did not arrive, so that the bot never says otherwise.
    package func deliver(_ summary: Summary) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = try encoder.encode(summary)
        switch settings {
        case .command(let path): _ = try Executable(path: folder.absolute(path), timeLimit: 5).output(for: json)
        case .file(let path): try append(json + Data("\n".utf8), to: folder.absolute(path))
        case nil: break
        }
    }

    /// One `write` in append mode and a sync: a line is in the file whole, or what was written of it is taken back.
    private func append(_ line: Data, to path: String) throws {
        let lock = try FileLock(folder.handoffLock, waits: true)
        defer { lock?.release() }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        defer { close(descriptor) }
        let before = lseek(descriptor, 0, SEEK_END)
        let written = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard written == line.count, fsync(descriptor) == 0 else {
            // A short write has no error of its own: the disk is full, or the file may not grow.
            let code = written >= 0 && written < line.count ? ENOSPC : errno
            if before >= 0, written > 0 { _ = ftruncate(descriptor, before) }
            throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO)
        }
    }
}
