internal import Foundation
internal import Frontdesk

/// Bytes on their way to standard output: gathered, and a failure to write them is an error, never silent.
final class OutputBuffer {
    private let descriptor: Int32
    private let flushesAtOnce: Bool
    private var waiting: [UInt8] = []
    private static let capacity = 1 << 16

    init(descriptor: Int32, flushesAtOnce: Bool) {
        self.descriptor = descriptor
        self.flushesAtOnce = flushesAtOnce
    }

    func write(_ text: String) throws {
        waiting.append(contentsOf: text.utf8)
        if flushesAtOnce || waiting.count >= Self.capacity { try flush() }
    }

    func flush() throws {
        var written = 0
        defer { waiting.removeFirst(written) }
        while written < waiting.count {
            let count = waiting[written...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                throw Self.failure(errno)
            }
        }
    }

    private static func failure(_ code: Int32) -> any Error {
        if code == EPIPE { return ReaderGone() }
        return BotError(
            .inputOutput, "standard output cannot be written: \(String(cString: strerror(code)))",
            mend: "Free some space, or send the output elsewhere")
    }
}

/// Whoever read the output wants no more of it, as `head` does: the end of the work, but no failure.
struct ReaderGone: Error {}
