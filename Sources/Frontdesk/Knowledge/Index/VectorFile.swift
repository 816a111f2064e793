internal import BERT
internal import Foundation
internal import GRDB
internal import Kernels

/// The vectors of an index in a file that is mapped, so that a process that begins need not read them from the store.
///
/// Derived from the store like the index itself: it may be missing, or behind, and is written anew when much is. Entries
/// get ascending rows and keep them, so the file holds those up to one row; what was removed since is noted in the store.
struct VectorFile: Sendable {
    private let store: Store
    private var url: URL { store.folder.appending(path: "vectors.safetensors") }

    init(_ store: Store) {
        self.store = store
    }

    private static let format = "frontdesk.vectors.1"

    /// A file's vectors, and the highest row that it may hold.
    struct Written {
        let table: VectorTable
        let through: Int64
    }

    /// The file's vectors; nil where there are none of this encoder, or none that can be used.
    func open(encoder: String) -> Written? {
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        do {
            let file = try Safetensors(url)
            guard file.metadata["format"] == Self.format, file.metadata["encoder"] == encoder,
                let through = file.metadata["through"].flatMap({ Int64($0) }),
                let dimensions = try file.entry("floats").shape.last
            else { return nil }
            return Written(table: try VectorTable(file, dimensions: dimensions), through: through)
        } catch {
            return nil  // The store has it all: a file that cannot be read costs time and is replaced.
        }
    }

    /// Writes the file where many of the index's vectors are not in it, or many that are gone.
    ///
    /// The texts of all entries up to the row `through` have their vectors; of later ones nothing is known.
    func refresh(encoder: String, through: Int64) throws {
        let written = open(encoder: encoder)
        let (later, removed) = try store.read { database in
            (
                try Int.fetchOne(
                    database,
                    sql: "SELECT count(*) FROM knowledge_texts WHERE entry > ? AND entry <= ? AND text <> ''",
                    arguments: [written?.through ?? 0, through]) ?? 0,
                try Int64.fetchAll(database, sql: "SELECT row FROM knowledge_removed")
            )
        }
        let loose = max(Self.loose, (written?.table.count ?? 0) / 10)
        guard max(later, removed.count) > loose else { return }
        if written != nil || later > loose { try write(through: through, encoder) } else { try remove() }
        try store.write { database in
            let forget = try database.cachedStatement(sql: "DELETE FROM knowledge_removed WHERE row = ?")
            for row in removed { try forget.execute(arguments: [row]) }
        }
    }

    /// So many texts are read from the store in no time.
    private static let loose = 256

    /// What one text's vector stands for.
    private struct Place: Hashable {
        let entry: Int64
        let position: Int32
    }

    private func write(through: Int64, _ encoder: String) throws {
        let places = try places(through: through, encoder)
        guard let dimensions = try dimensions(encoder), !places.isEmpty else { return try remove() }
        let partial = store.folder.appending(path: "vectors.safetensors.part-\(getpid())")
        do {
            try writing {
                try Safetensors.write(
                    sources(places, dimensions, encoder),
                    metadata: ["format": Self.format, "encoder": encoder, "through": "\(through)"], to: partial)
            }
            guard rename(partial.path, url.path) == 0 else { throw SystemError.error(errno, doing: "store", url.path) }
        } catch {
            unlink(partial.path)
            throw error
        }
    }

    /// Takes the file away, of whatever encoder: what was removed from it is about to be forgotten.
    private func remove() throws {
        guard unlink(url.path) == 0 || errno == ENOENT else {
            throw SystemError.error(errno, doing: "remove", url.path)
        }
    }

    /// The tensors, those of wider numbers first, so that all lie where they can be read.
    private func sources(_ places: [Place], _ dimensions: Int, _ encoder: String) -> [TensorSource] {
        let shape = [places.count, dimensions]
        var scales: [Float] = []
        var numbers = [Int8](repeating: 0, count: dimensions)
        return [
            TensorSource("entries", shape: [places.count], stored: .int64) { write in
                try places.map(\.entry).withUnsafeBytes { try write($0) }
            },
            TensorSource("floats", shape: shape, stored: .float32) { write in
                try forEachVector(places, dimensions, encoder) { vector in
                    scales.append(ByteRows.scale(of: vector))
                    try write(UnsafeRawBufferPointer(vector))
                }
            },
            TensorSource("positions", shape: [places.count], stored: .int32) { write in
                try places.map(\.position).withUnsafeBytes { try write($0) }
            },
            TensorSource("scales", shape: [places.count], stored: .float32) { write in
                try scales.withUnsafeBytes { try write($0) }
            },
            TensorSource("numbers", shape: shape, stored: .int8) { write in
                try forEachVector(places, dimensions, encoder) { vector in
                    numbers.withUnsafeMutableBufferPointer { ByteRows.write(vector, to: $0) }
                    try numbers.withUnsafeBytes { try write($0) }
                }
            },
        ]
    }

    private func places(through: Int64, _ encoder: String) throws -> [Place] {
        try store.read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT t.entry, t.position FROM knowledge_texts t
                    JOIN embeddings e ON e.hash = t.hash AND e.encoder = (SELECT id FROM encoders WHERE name = ?)
                    WHERE t.entry <= ? ORDER BY t.entry, t.position
                    """, arguments: [encoder, through])
            var places: [Place] = []
            while let row = try rows.next() { places.append(Place(entry: row[0], position: row[1])) }
            return places
        }
    }

    private func dimensions(_ encoder: String) throws -> Int? {
        try store.read { database in
            try Int.fetchOne(
                database,
                sql: """
                    SELECT length(vector) / 4 FROM embeddings
                    WHERE encoder = (SELECT id FROM encoders WHERE name = ?) LIMIT 1
                    """, arguments: [encoder])
        }
    }

    /// Hands over the vector of each place; where the text is gone by now, noughts.
    ///
    /// The store is read piece by piece, so that nobody who wishes to write waits for all of it.
    private func forEachVector(
        _ places: [Place], _ dimensions: Int, _ encoder: String, _ body: (UnsafeBufferPointer<Float>) throws -> Void
    ) throws {
        let none = [Float](repeating: 0, count: dimensions)
        for start in stride(from: 0, to: places.count, by: Self.piece) {
            let piece = places[start..<min(start + Self.piece, places.count)]
            let vectors = try vectors(piece, encoder)
            for place in piece {
                let vector = vectors[place].flatMap { $0.count == dimensions ? $0 : nil } ?? none
                try vector.withUnsafeBufferPointer(body)
            }
        }
    }

    private static let piece = 2048

    private func vectors(_ places: ArraySlice<Place>, _ encoder: String) throws -> [Place: [Float]] {
        try store.read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT t.entry, t.position, e.vector FROM knowledge_texts t
                    JOIN embeddings e ON e.hash = t.hash AND e.encoder = (SELECT id FROM encoders WHERE name = ?)
                    WHERE t.entry BETWEEN ? AND ?
                    """, arguments: [encoder, places.first?.entry, places.last?.entry])
            var vectors: [Place: [Float]] = [:]
            while let row = try rows.next() {
                vectors[Place(entry: row[0], position: row[1])] = EmbeddingCache.floats(row[2])
            }
            return vectors
        }
    }
}
