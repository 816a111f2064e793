import Foundation
import Testing

/// Runs SQL on a store's file as any other program could: the tests know nothing of the library behind the store.
enum RawSQLite {
    private typealias Open =
        @convention(c) (UnsafePointer<CChar>, UnsafeMutablePointer<OpaquePointer?>) -> Int32
    private typealias Execute =
        @convention(c) (
            OpaquePointer?, UnsafePointer<CChar>, OpaquePointer?, OpaquePointer?,
            UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        ) -> Int32
    private typealias Close = @convention(c) (OpaquePointer?) -> Int32

    /// Runs the statements; returns SQLite's message where one fails.
    static func execute(_ sql: String, in file: URL) throws -> String? {
        let library = try #require(dlopen("libsqlite3.so.0", RTLD_NOW))
        let open = unsafeBitCast(try #require(dlsym(library, "sqlite3_open")), to: Open.self)
        let execute = unsafeBitCast(try #require(dlsym(library, "sqlite3_exec")), to: Execute.self)
        let close = unsafeBitCast(try #require(dlsym(library, "sqlite3_close")), to: Close.self)
        var database: OpaquePointer?
        try #require(open(file.path, &database) == 0)
        defer { _ = close(database) }
        var message: UnsafeMutablePointer<CChar>?
        return execute(database, sql, nil, nil, &message) == 0 ? nil : message.map { String(cString: $0) }
    }
}
