internal import Foundation
internal import GRDB
internal import Kernels

/// The embeddings of all texts, one after another in memory.
struct KnowledgeVectors: Sendable {
    /// (texts, dimensions); rows have length one.
    let matrix: Matrix
    /// The position of each text within its entry.
    private let positions: [Int]
    /// The rows of the entries that have vectors, ascending, and the texts of each.
    private let entries: [(row: Int64, texts: Range<Int>)]

    var isEmpty: Bool { positions.isEmpty }
    var count: Int { positions.count }

    /// The vectors that an encoder's texts have by now, in one pass over the tables.
    init(encoder: String?, _ database: Database) throws {
        var values: [Float] = []
        var positions: [Int] = []
        var entries: [(row: Int64, texts: Range<Int>)] = []
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT t.entry, t.position, e.vector FROM knowledge_texts t
                JOIN embeddings e ON e.hash = t.hash AND e.encoder = (SELECT id FROM encoders WHERE name = ?)
                ORDER BY t.entry, t.position
                """, arguments: [encoder])
        while let row = try rows.next() {
            let entry: Int64 = row[0]
            if entries.last?.row != entry { entries.append((entry, positions.count..<positions.count)) }
            positions.append(row[1])
            entries[entries.count - 1].texts = entries[entries.count - 1].texts.lowerBound..<positions.count
            try row.withUnsafeData(atIndex: 2) { data in
                if let data { values.append(contentsOf: EmbeddingCache.floats(data)) }
            }
        }
        let dimensions = positions.isEmpty ? 0 : values.count / positions.count
        guard values.count == dimensions * positions.count else {
            throw BotError(
                .badData, "the store's embeddings of one encoder differ in length",
                mend: "Restore .frontdesk/store.sqlite from a backup")
        }
        matrix = Matrix(rows: positions.count, columns: dimensions, values: values)
        self.positions = positions
        self.entries = entries
    }

    /// The cosine of each text with a query of length one; none where the lengths differ.
    func cosines(with query: [Float]?) -> [Float] {
        guard let query, query.count == matrix.columns, !isEmpty else { return [] }
        return VectorKernels.best.scores(of: query, in: matrix)
    }

    /// The rows of the entries with the greatest cosines.
    func nearest(_ cosines: [Float], count: Int) -> [Int64] {
        guard !cosines.isEmpty else { return [] }
        let best = cosines.withUnsafeBufferPointer { cosines in
            entries.map { entry in (row: entry.row, cosine: cosines[entry.texts].max() ?? -1) }
        }
        return best.sorted { ($0.cosine, $1.row) > ($1.cosine, $0.row) }.prefix(count).map(\.row)
    }

    /// One entry's part of the cosines.
    func cosines(_ cosines: [Float], of row: Int64) -> EntryCosines {
        guard !cosines.isEmpty, let texts = texts(of: row) else { return EntryCosines() }
        return EntryCosines(positions: positions[texts], cosines: cosines[texts])
    }

    /// The stored vector of one of an entry's texts.
    func vector(of row: Int64, at position: Int) -> [Float]? {
        texts(of: row)?.first { positions[$0] == position }.map { Array(matrix[row: $0]) }
    }

    private func texts(of row: Int64) -> Range<Int>? {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].row < row { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].row == row ? entries[low].texts : nil
    }
}

/// The cosines of one entry's texts with a query, by the texts' positions; 0 where there is no vector.
struct EntryCosines: Sendable {
    private var positions: ArraySlice<Int> = []
    private var cosines: ArraySlice<Float> = []

    init() {}

    init(positions: ArraySlice<Int>, cosines: ArraySlice<Float>) {
        self.positions = positions
        self.cosines = cosines
    }

    subscript(_ position: Int) -> Double {
        positions.firstIndex(of: position).map { Double(cosines[$0]) } ?? 0
    }
}
