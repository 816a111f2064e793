@preconcurrency internal import CReadline
internal import Foundation
internal import Frontdesk

/// The lines typed in earlier chats, in a file that only its owner can read.
struct LineHistory {
    private let path: String
    private static let limit: Int32 = 1000

    /// Loads the file, and makes it where there is none.
    init(_ file: URL) throws {
        path = file.path
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        guard fchmod(descriptor, 0o600) == 0 else { throw failure(errno) }
        using_history()
        history_truncate_file(path, Self.limit)
        read_history(path)
        stifle_history(Self.limit)
    }

    /// Remembers a line, unless it is empty or the one before over again.
    func append(_ line: String) throws {
        // One line of the file is one entry: a pasted message of several lines is kept as one.
        let entry = line.split(whereSeparator: \.isNewline).joined(separator: " ")
        guard entry.contains(where: { !$0.isWhitespace }) else { return }
        if let last = history_get(history_base + history_length - 1), String(cString: last.pointee.line) == entry {
            return
        }
        add_history(entry)
        let code = append_history(1, path)
        if code != 0 { throw failure(code) }
    }

    private func failure(_ code: Int32) -> BotError {
        BotError(
            code == EACCES || code == EPERM ? .permission : .inputOutput, at: SourceLocation(file: path),
            "the chat's history cannot be written: \(String(cString: strerror(code)))",
            mend: "Make the file writable, or remove it")
    }
}
