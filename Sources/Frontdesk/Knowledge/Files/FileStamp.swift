internal import Foundation
internal import GRDB

/// What tells that a file changed without reading it.
struct FileStamp: Sendable, Hashable {
    let path: String
    let size: Int64
    /// Nanoseconds since 1970.
    let modified: Int64
    let inode: Int64

    init(_ path: String, in folder: URL) throws {
        var status = stat()
        guard stat(folder.appending(path: path).path(percentEncoded: false), &status) == 0 else {
            throw SystemError.error(errno, doing: "read", path)
        }
        self.path = path
        size = Int64(status.st_size)
        // A file may claim to be of any year: those that nanoseconds do not reach wrap around.
        modified = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
        inode = Int64(truncatingIfNeeded: status.st_ino)
    }

    private init(_ row: Row) {
        path = row["path"]
        size = row["size"]
        modified = row["modified"]
        inode = row["inode"]
    }

    /// How the files stand to what they were at the last refresh.
    struct Changes {
        /// Files to be read.
        var changed: [String] = []
        /// Files that look the same, but may have been written again within one tick of the clock; with their digests.
        ///
        /// They are read, and count as changed where the digest differs.
        var doubtful: [String: Data] = [:]
        var gone: [String] = []

        var isEmpty: Bool { changed.isEmpty && doubtful.isEmpty && gone.isEmpty }
    }

    /// The files that are not as they were at the last refresh.
    ///
    /// A file written less than two seconds before that refresh is doubtful.
    static func changes(to stamps: [FileStamp], _ database: Database) throws -> Changes {
        let rows = try Row.fetchAll(database, sql: "SELECT * FROM knowledge_files")
        let digests = Dictionary(rows.map { (FileStamp($0), $0["digest"] as Data?) }) { first, _ in first }
        let refreshed = try Double.fetchOne(database, sql: "SELECT refreshed FROM knowledge_state") ?? 0
        let settled = Int64((refreshed - 2) * 1_000_000_000)
        var changes = Changes(gone: Set(digests.keys.map(\.path)).subtracting(stamps.map(\.path)).sorted())
        for stamp in stamps {
            if let digest = digests[stamp], stamp.modified < settled || digest != nil {
                if stamp.modified >= settled { changes.doubtful[stamp.path] = digest }
            } else {
                changes.changed.append(stamp.path)
            }
        }
        return changes
    }

    /// Notes the files as they are now; those without a digest here keep the one they have.
    static func replace(
        _ stamps: [FileStamp], digests: [String: Data], at time: Double, _ database: Database
    ) throws {
        let old = try Row.fetchAll(database, sql: "SELECT path, digest FROM knowledge_files")
        let kept = Dictionary(old.map { ($0["path"] as String, $0["digest"] as Data?) }) { first, _ in first }
        try database.execute(sql: "DELETE FROM knowledge_files")
        for stamp in stamps {
            try database.execute(
                sql: "INSERT INTO knowledge_files (path, size, modified, inode, digest) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    stamp.path, stamp.size, stamp.modified, stamp.inode, digests[stamp.path] ?? kept[stamp.path] ?? nil,
                ])
        }
        try database.execute(sql: "UPDATE knowledge_state SET refreshed = ?", arguments: [time])
    }
}
