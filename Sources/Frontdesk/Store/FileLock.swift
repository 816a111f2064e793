internal import Foundation

/// An advisory lock on a file: it goes with the process, however that ends.
final class FileLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock; nil where another process has it and this one does not wait.
    init?(_ url: URL, waits: Bool) throws {
        let path = url.path(percentEncoded: false)
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError.error(errno, doing: "lock", path) }
        while flock(descriptor, LOCK_EX | (waits ? 0 : LOCK_NB)) != 0 {
            let code = errno
            if code == EINTR { continue }
            close(descriptor)
            if code == EWOULDBLOCK { return nil }
            throw SystemError.error(code, doing: "lock", path)
        }
        self.descriptor = descriptor
    }

    /// Lets go; a lock that is dropped lets go as well.
    func release() {
        flock(descriptor, LOCK_UN)
    }

    /// Replaces what the file says, for those who find it locked.
    func note(_ text: String) {
        ftruncate(descriptor, 0)
        _ = text.withCString { pwrite(descriptor, $0, strlen($0), 0) }
    }

    deinit {
        close(descriptor)
    }
}
