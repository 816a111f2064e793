internal import Foundation
internal import GRDB
package import Kernels

/// Embeddings kept by encoder and text, so that no text is embedded twice by the same encoder.
package struct EmbeddingCache: Sendable {
    /// So many texts are embedded and committed at a time: an interrupted run goes on where it stopped.
    package static let batch = 128

    private let store: Store

    package init(_ store: Store) {
        self.store = store
    }

    static func registerMigrations(_ migrator: inout DatabaseMigrator) {
        migrator.registerMigration("embeddings") { database in
            try database.execute(
                sql: """
                    CREATE TABLE encoders (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
                    CREATE TABLE embeddings (
                        encoder INTEGER NOT NULL REFERENCES encoders (id) ON DELETE CASCADE,
                        hash BLOB NOT NULL,
                        vector BLOB NOT NULL,
                        UNIQUE (encoder, hash));
                    """)
        }
    }

    /// The embeddings of texts, a row each; those that are missing are computed by `embed` and kept.
    package func vectors(
        for texts: [String], encoder: String, progress: (Int, Int) throws -> Void = { _, _ in },
        embed: ([String]) throws -> Matrix
    ) throws -> Matrix {
        let hashes = texts.map { TextHash.of($0) }
        var kept = try vectors(of: hashes, encoder: encoder)
        if kept.count < Set(hashes).count {
            try fill(texts, encoder: encoder, progress: progress, embed: embed)
            kept = try vectors(of: hashes, encoder: encoder)
        }
        let columns = hashes.first.flatMap { kept[$0]?.count } ?? 0
        var values: [Float] = []
        values.reserveCapacity(texts.count * columns)
        for hash in hashes {
            guard let vector = kept[hash], vector.count == columns else { throw Self.mismatch }
            values += vector
        }
        return Matrix(rows: texts.count, columns: columns, values: values)
    }

    /// Those that are kept already, by their texts.
    func known(_ texts: Set<String>, encoder: String) throws -> [String: [Float]] {
        let hashes = texts.map { (text: $0, hash: TextHash.of($0)) }
        let kept = try vectors(of: hashes.map(\.hash), encoder: encoder)
        return hashes.reduce(into: [:]) { $0[$1.text] = kept[$1.hash] }
    }

    /// Computes and keeps the embeddings that are missing; returns how many.
    @discardableResult
    package func fill(
        _ texts: [String], encoder: String, progress: (Int, Int) throws -> Void = { _, _ in },
        embed: ([String]) throws -> Matrix
    ) throws -> Int {
        let missing = try missing(in: texts, encoder: encoder)
        for start in stride(from: 0, to: missing.count, by: Self.batch) {
            let batch = Array(missing[start..<min(start + Self.batch, missing.count)])
            let matrix = try embed(batch)
            guard matrix.rows == batch.count else { throw Self.mismatch }
            try keep(batch, matrix, encoder: encoder)
            try progress(start + batch.count, missing.count)
        }
        return missing.count
    }

    private static let mismatch = BotError(.failed, "the encoder gave embeddings of unlike shapes")

    /// The texts that have no vector by an encoder, each once.
    func missing(in texts: [String], encoder: String) throws -> [String] {
        try store.read { database in
            let query = try database.makeStatement(
                sql: """
                    SELECT 1 FROM embeddings WHERE hash = ? AND encoder = (SELECT id FROM encoders WHERE name = ?)
                    """)
            var seen = Set<String>()
            return try texts.filter { text in
                guard seen.insert(text).inserted else { return false }
                return try Int.fetchOne(query, arguments: [TextHash.of(text), encoder]) == nil
            }
        }
    }

    private func keep(_ texts: [String], _ matrix: Matrix, encoder: String) throws {
        try store.write { database in
            try database.execute(sql: "INSERT OR IGNORE INTO encoders (name) VALUES (?)", arguments: [encoder])
            let insert = try database.makeStatement(
                sql: """
                    INSERT OR IGNORE INTO embeddings (encoder, hash, vector)
                    SELECT id, ?, ? FROM encoders WHERE name = ?
                    """)
            for (row, text) in texts.enumerated() {
                let vector = matrix[row: row].withUnsafeBytes { Data($0) }
                try insert.execute(arguments: [TextHash.of(text), vector, encoder])
            }
        }
    }

    /// The vectors that are kept, by their texts' hashes.
    private func vectors(of hashes: [Data], encoder: String) throws -> [Data: [Float]] {
        try store.read { database in
            let query = try database.makeStatement(
                sql: """
                    SELECT vector FROM embeddings WHERE hash = ? AND encoder = (SELECT id FROM encoders WHERE name = ?)
                    """)
            var vectors: [Data: [Float]] = [:]
            for hash in hashes where vectors[hash] == nil {
                vectors[hash] = try Data.fetchOne(query, arguments: [hash, encoder]).map(Self.floats)
            }
            return vectors
        }
    }

    /// Vectors are stored as little-endian single-precision numbers, which every supported machine reads as they are.
    static func floats(_ data: Data) -> [Float] {
        [Float](unsafeUninitializedCapacity: data.count / MemoryLayout<Float>.size) { buffer, count in
            count = buffer.count
            _ = data.copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
        }
    }
}
