internal import Foundation
internal import Frontdesk
internal import Synchronization

/// Bytes on their way to standard output: gathered, and a failure to write them is an error, never silent.
final class OutputBuffer: Sendable {
    private let descriptor: Int32
    private let flushesAtOnce: Bool
    private let waiting = Mutex<[UInt8]>([])
    private static let capacity = 1 << 16

    init(descriptor: Int32, flushesAtOnce: Bool) {
        self.descriptor = descriptor
        self.flushesAtOnce = flushesAtOnce
    }

    func write(_ text: String) throws {
        let isFull = waiting.withLock { bytes in
            bytes.append(contentsOf: text.utf8)
            return bytes.count >= Self.capacity
        }
        if flushesAtOnce || isFull { try flush() }
    }

    func flush() throws {
        try waiting.withLock { bytes in
            var written = 0
            defer { bytes.removeFirst(written) }
            while written < bytes.count {
                let count = bytes[written...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
                if count >= 0 {
                    written += count
                } else if errno != EINTR {
                    throw Self.failure(errno)
                }
            }
        }
    }

    private static func failure(_ code: Int32) -> any Error {
        code == EPIPE ? ReaderGone() : SystemError.error(code, doing: "write", "standard output")
    }
}

/// Whoever read the output wants no more of it, as `head` does: the end of the work, but no failure.
struct ReaderGone: Error {}
