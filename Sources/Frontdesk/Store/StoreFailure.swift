internal import GRDB

/// Turns SQLite's errors into the bot's: which kind, and what mends it.
enum StoreFailure {
    /// Runs `body`; a database error, or a row that does not decode, becomes a `BotError` without SQL and bound text.
    static func mapped<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw botError(error)
        } catch is DecodingError {
            throw BotError(
                .badData, at: location, "a row of the store is damaged", mend: "Restore the store from a backup")
        }
    }

    private static let location = SourceLocation(file: ".frontdesk/store.sqlite")

    private static func botError(_ error: DatabaseError) -> BotError {
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            BotError(.locked, at: location, "another process is writing to the store", mend: "Try again in a moment")
        case .SQLITE_FULL:
            BotError(
                .inputOutput, at: location, "the disk is full", mend: "Free some space and try again; nothing was lost")
        case .SQLITE_IOERR:
            BotError(
                .inputOutput, at: location, "the store cannot be read or written",
                mend: "Check the disk and its free space")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            BotError(
                .permission, at: location, "the store cannot be written",
                mend: "Check the owner and mode of .frontdesk/")
        case .SQLITE_CANTOPEN:
            BotError(
                .cannotCreate, at: location, "the store cannot be opened",
                mend: "Check the owner and mode of .frontdesk/")
        case .SQLITE_NOTADB:
            BotError(
                .badData, at: location, "this is not a database", mend: "Move it away, or restore it from a backup")
        case .SQLITE_CORRUPT:
            BotError(
                .badData, at: location, "the store is damaged",
                mend: "Restore it from a backup, or try 'sqlite3 FILE .recover'")
        default:
            BotError(.failed, at: location, "the store failed with SQLite's code \(error.extendedResultCode.rawValue)")
        }
    }
}
