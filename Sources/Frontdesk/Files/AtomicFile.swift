package import Foundation

/// Writes files so that a reader, or a crash, sees the old content or the new one and nothing between.
package enum AtomicFile {
    /// Writes beside the file, syncs, renames over it and syncs the folder; `name` is the path that messages show.
    package static func write(_ data: Data, to url: URL, named name: String, mode: mode_t = 0o644) throws {
        let url = url.resolvingSymlinksInPath()
        let target = url.path(percentEncoded: false)
        if isFolder(target) {
            throw BotError(.cannotCreate, at: SourceLocation(file: name), "this is a folder", mend: "Name a file in it")
        }
        if isSpecial(target) { return try append(data, to: target, named: name) }
        let beside = url.deletingLastPathComponent()
            .appending(path: ".\(url.lastPathComponent).\(getpid()).\(UInt32.random(in: 0 ... .max))")
            .path(percentEncoded: false)
        do {
            try writeSynced(data, to: beside, named: name, mode: existingMode(of: target) ?? mode)
            guard rename(beside, target) == 0 else { throw SystemError.error(errno, doing: "replace", name) }
        } catch {
            unlink(beside)
            throw error
        }
        try syncFolder(url.deletingLastPathComponent(), named: name)
    }

    /// Writes text as UTF-8.
    package static func write(_ text: String, to url: URL, named name: String, mode: mode_t = 0o644) throws {
        try write(Data(text.utf8), to: url, named: name, mode: mode)
    }

    /// Whether a name is that of a file which is being written, or was when its process ended.
    static func isUnfinished(_ name: String) -> Bool {
        name.wholeMatch(of: /\..+\.[0-9]+\.[0-9]+/) != nil
    }

    /// Makes a folder and those above it; one that is there stays as it is.
    package static func makeFolder(_ url: URL, mode: mode_t = 0o755) throws {
        let path = url.path(percentEncoded: false)
        var status = stat()
        // Without a slash at its end, which would hide a file in the way.
        if stat(url.path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else {
                throw BotError(
                    .cannotCreate, at: SourceLocation(file: path), "a file stands in the way of this folder",
                    mend: "Name another folder, or move the file away")
            }
            return
        }
        let parent = url.standardizedFileURL.deletingLastPathComponent()
        if parent.path != url.standardizedFileURL.path { try makeFolder(parent) }
        guard mkdir(path, mode) == 0 || errno == EEXIST else {
            throw SystemError.error(errno, doing: "make the folder", path)
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// A device or a pipe, which takes the data and is no file to be replaced.
    private static func isSpecial(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
    }

    private static func append(_ data: Data, to path: String, named name: String) throws {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError.error(errno, doing: "write", name) }
        defer { close(descriptor) }
        try writeAll(data, to: descriptor, named: name)
    }

    private static func existingMode(of path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : nil
    }

    private static func writeSynced(_ data: Data, to path: String, named name: String, mode: mode_t) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw SystemError.error(errno, doing: "write", name) }
        defer { close(descriptor) }
        try writeAll(data, to: descriptor, named: name)
        guard fsync(descriptor) == 0 else { throw SystemError.error(errno, doing: "write", name) }
    }

    private static func writeAll(_ data: Data, to descriptor: Int32, named name: String) throws {
        try data.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let count = Foundation.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { throw SystemError.error(errno, doing: "write", name) }
                written += count
            }
        }
    }

    static func syncFolder(_ url: URL, named name: String) throws {
        let descriptor = open(url.path(percentEncoded: false), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError.error(errno, doing: "write", name) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SystemError.error(errno, doing: "write", name) }
    }
}
