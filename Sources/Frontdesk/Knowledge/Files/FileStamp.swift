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
        modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        inode = Int64(truncatingIfNeeded: status.st_ino)
    }

    private init(_ row: Row) {
        path = row["path"]
        size = row["size"]
        modified = row["modified"]
        inode = row["inode"]
    }

    /// The files that are not as they were at the last refresh: those to be read, and those that are gone.
    ///
    /// A file written less than two seconds before that refresh counts as changed: it may have been written again
    /// within the same tick of the file system's clock.
    static func changes(to stamps: [FileStamp], _ database: Database) throws -> (changed: [String], gone: [String]) {
        let known = Set(try Row.fetchAll(database, sql: "SELECT * FROM knowledge_files").map(FileStamp.init))
        let refreshed = try Double.fetchOne(database, sql: "SELECT refreshed FROM knowledge_state") ?? 0
        let settled = Int64((refreshed - 2) * 1_000_000_000)
        let changed = stamps.filter { !known.contains($0) || $0.modified >= settled }
        let gone = Set(known.map(\.path)).subtracting(stamps.map(\.path))
        return (changed.map(\.path), gone.sorted())
    }

    static func replace(_ stamps: [FileStamp], at time: Double, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM knowledge_files")
        for stamp in stamps {
            try database.execute(
                sql: "INSERT INTO knowledge_files (path, size, modified, inode) VALUES (?, ?, ?, ?)",
                arguments: [stamp.path, stamp.size, stamp.modified, stamp.inode])
        }
        try database.execute(sql: "UPDATE knowledge_state SET refreshed = ?", arguments: [time])
    }
}
