internal import Foundation
internal import GRDB
internal import Kernels

/// Many entries are written in batches that nobody sees, and become visible in one short transaction.
///
/// A transaction of all of them would keep every other process from storing its turns for as long as it lasts. Staged
/// entries stand in the same tables behind a row that nobody who searches looks beyond, so showing them is a matter of
/// that row, and of the ids of those that replace others.
extension KnowledgeIndex {
    /// More entries than this are staged.
    static let mostAtOnce = 1000
    /// So many entries are written, or taken out, in one transaction.
    static let stagedBatch = 2000

    /// Writes the missing entries of an update; returns the row from which on they stand.
    func stage(_ update: IndexUpdate, progress: (Int, Int) -> Void) throws -> Int64 {
        let missing = update.missing
        let first = try store.write { database in
            let last = try Int64.fetchOne(
                database, sql: "SELECT seq FROM sqlite_sequence WHERE name = ?", arguments: ["knowledge_entries"])
            let first = (last ?? 0) + 1
            try database.execute(sql: "UPDATE knowledge_state SET staged_from = ?", arguments: [first])
            return first
        }
        var prepared: [PreparedEntry] = []
        for start in stride(from: 0, to: missing.count + Self.stagedBatch, by: Self.stagedBatch) {
            // While one batch is written, the next one is analysed.
            let ready = prepared
            let next = missing[min(start, missing.count)..<min(start + Self.stagedBatch, missing.count)]
            (_, prepared) = try concurrently({ try write(ready) }, { PreparedEntry.all(next) })
            progress(min(start, missing.count), missing.count)
        }
        return first
    }

    private func write(_ prepared: [PreparedEntry]) throws {
        guard !prepared.isEmpty else { return }
        try store.write { database in
            for entry in prepared { try Self.insert(entry, staged: true, database) }
        }
    }

    /// Makes the entries from a row on visible.
    static func show(from first: Int64, _ database: Database) throws {
        // By the ids, which are few: a look at all the rows, wide as they are, would take longer.
        try database.execute(
            sql: "UPDATE knowledge_entries SET id = substr(id, 2) WHERE id >= ? AND id < ? AND +row >= ?",
            arguments: [stagedMark, "\u{2}", first])
        try database.execute(sql: "UPDATE knowledge_state SET staged_from = NULL")
    }

    /// Takes out what a process left that ended while it staged, and the terms of entries that are gone.
    func clearLeftovers() throws {
        if let first = try store.read(Self.stagedFrom) { try dropStaged(from: first) }
        while try store.read({ try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM knowledge_leftover)") }) == true
        {
            try store.write { database in
                let rows = try Int64.fetchAll(
                    database, sql: "SELECT row FROM knowledge_leftover LIMIT ?", arguments: [Self.stagedBatch])
                let forget = try database.cachedStatement(sql: "DELETE FROM knowledge_leftover WHERE row = ?")
                for row in rows {
                    try Self.deleteTerms(row, database)
                    try forget.execute(arguments: [row])
                }
            }
        }
    }

    /// Takes staged entries out. No file of vectors holds any, so none is noted as removed.
    private func dropStaged(from first: Int64) throws {
        try store.write { database in
            try database.execute(
                sql: "INSERT OR IGNORE INTO knowledge_leftover SELECT row FROM knowledge_entries WHERE row >= ?",
                arguments: [first])
            try database.execute(sql: "DELETE FROM knowledge_entries WHERE row >= ?", arguments: [first])
            try database.execute(sql: "UPDATE knowledge_state SET staged_from = NULL")
        }
    }

    /// SQL of the first row that nobody sees yet.
    static let firstUnseen = "coalesce((SELECT staged_from FROM knowledge_state), \(Int64.max))"

    private static func stagedFrom(_ database: Database) throws -> Int64? {
        try Int64.fetchOne(database, sql: "SELECT staged_from FROM knowledge_state")
    }
}
