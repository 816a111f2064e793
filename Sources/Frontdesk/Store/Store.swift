package import Foundation
internal import GRDB

/// The bot's one database, `store.sqlite`: what happened, and what is derived from the files.
///
/// One connection a process and a rollback journal, so that several processes share the file; no lock is held
/// between calls. Stores of one concept are structs around it.
package struct Store: Sendable {
    private let queue: DatabaseQueue
    /// Where the store's file stands, and what is derived from it.
    let folder: URL

    /// Opens the store in `folder`, making both where they are missing, and brings its tables up to date.
    package init(folder: URL, busyTimeout: TimeInterval = 5) throws {
        self.folder = folder
        let file = folder.appending(path: "store.sqlite")
        try StoreFile.prepare(file)
        queue = try StoreFailure.mapped {
            let queue = try DatabaseQueue(
                path: file.path(percentEncoded: false), configuration: Self.configuration(busyTimeout))
            try queue.inDatabase(Self.assertDurable)
            return queue
        }
        try migrate(lockIn: folder)
    }

    /// Reads; what it sees does not change while `body` runs.
    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try StoreFailure.mapped { try queue.read(body) }
    }

    /// Writes in one transaction: all of it, or nothing where `body` throws.
    func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try StoreFailure.mapped { try queue.write(body) }
    }

    /// Writes into temporary tables, which only this process sees, and reads beside them: what it reads of the store is
    /// locked for others only while `body` runs.
    func stage<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try StoreFailure.mapped {
            try queue.inDatabase { database in
                try database.beginTransaction(.deferred)
                do {
                    let value = try body(database)
                    try database.commit()
                    return value
                } catch {
                    try database.rollback()
                    throw error
                }
            }
        }
    }

    /// Writes the file anew without what was removed; killed in the midst of it, the file stays as it was.
    func vacuum() throws {
        try StoreFailure.mapped { try queue.vacuum() }
    }

    /// Runs `body` while SQLite keeps up to 24 MiB of pages instead of 2, which spares those who write many rows reading
    /// and writing each page again and again.
    func withManyPages<Value>(_ body: () throws -> Value) throws -> Value {
        try read { try $0.execute(sql: "PRAGMA cache_size = -24576") }
        let result = Result(catching: body)
        try read { try $0.execute(sql: "PRAGMA cache_size = -2000; PRAGMA shrink_memory") }
        return try result.get()
    }

    /// Reads what another process may have committed: the same file opened later, seen by this connection.
    private static func configuration(_ busyTimeout: TimeInterval) -> Configuration {
        var configuration = Configuration()
        configuration.label = "frontdesk.store"
        configuration.busyMode = .timeout(busyTimeout)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            // A new file's pages hold ten vectors each: a process reads some thousand of them before its first reply.
            try database.execute(sql: "PRAGMA page_size = 16384")
        }
        return configuration
    }

    /// Write-ahead logging loses the last commits when the power fails, and other settings lose more.
    private static func assertDurable(_ database: Database) throws {
        if try String.fetchOne(database, sql: "PRAGMA journal_mode")?.lowercased() == "wal" {
            try database.execute(sql: "PRAGMA journal_mode = DELETE")
        }
        let journal = try String.fetchOne(database, sql: "PRAGMA journal_mode")?.lowercased()
        let synchronous = try Int.fetchOne(database, sql: "PRAGMA synchronous")
        guard journal == "delete", synchronous == 2 else {
            throw BotError(
                .configuration, "the store does not run with a rollback journal and full synchronisation",
                mend: "Close other programs that have .frontdesk/store.sqlite open")
        }
    }

    private func migrate(lockIn folder: URL) throws {
        let migrator = Self.migrator
        let isCurrent = try read { database in
            guard try !migrator.hasBeenSuperseded(database) else {
                throw BotError(
                    .configuration, "the store was written by a newer frontdesk", mend: "Update this one")
            }
            return try migrator.hasCompletedMigrations(database)
        }
        guard !isCurrent else { return }
        let lock = try FileLock(folder.appending(path: "migrate.lock"), waits: true)
        defer { lock?.release() }
        try StoreFailure.mapped { try migrator.migrate(queue) }
    }
}
