internal import Foundation

/// The store's file and folder: nobody but their owner reads what customers wrote.
enum StoreFile {
    /// Makes the folder (0700) and the file (0600) where they are missing.
    static func prepare(_ file: URL) throws {
        let folder = file.deletingLastPathComponent()
        try AtomicFile.makeFolder(folder, mode: 0o700)
        try makePrivate(folder, 0o700)
        let path = file.path(percentEncoded: false)
        // An open file is never opened here a second time: closing it would drop SQLite's locks in this process.
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            throw SystemError.error(errno, doing: "make the store", path)
        }
        guard access(path, R_OK | W_OK) == 0 else { throw SystemError.error(errno, doing: "open the store", path) }
        try makePrivate(file, 0o600)
    }

    private static func makePrivate(_ url: URL, _ mode: mode_t) throws {
        let path = url.path(percentEncoded: false)
        var status = stat()
        guard stat(path, &status) == 0 else { throw SystemError.error(errno, doing: "open the store", path) }
        guard status.st_mode & 0o077 != 0 else { return }
        // Another owner's file keeps its mode; whether it may be used, `access` says.
        if status.st_uid == geteuid(), chmod(path, mode) != 0 {
            throw SystemError.error(errno, doing: "make the store private", path)
        }
    }
}
