internal import GRDB

/// What is removed from the store leaves its file as well.
extension Store {
    /// From now on what is removed is overwritten at once where SQLite still knows of it.
    static func overwriteRemoved(_ database: Database) throws {
        try database.execute(sql: "PRAGMA secure_delete = ON")
    }

    /// Notes in the transaction that removes something that the file is to be written anew: pages that moved have left
    /// older copies.
    static func noteRemoval(_ database: Database) throws {
        try database.execute(sql: "UPDATE removal SET is_due = 1")
    }

    /// Writes the file anew, if something was removed since that was done last: also by a process that was killed.
    func overwriteWhatWasRemoved() throws {
        guard try read({ try Bool.fetchOne($0, sql: "SELECT is_due FROM removal") }) == true else { return }
        try vacuum()
        try write { try $0.execute(sql: "UPDATE removal SET is_due = 0") }
    }
}
