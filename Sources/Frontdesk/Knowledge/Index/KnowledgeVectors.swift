internal import Foundation
internal import GRDB
internal import Kernels

/// The embeddings of all texts of the index: those of the vector file, and those that came since, read from the store.
struct KnowledgeVectors: Sendable {
    /// The file's, then the later ones, whose entries have higher rows.
    private let tables: [VectorTable]
    /// Entries in the file that are gone.
    private let removed: Set<Int64>

    var isEmpty: Bool { tables.isEmpty }

    /// The vectors that an encoder's texts have by now.
    init(encoder: String?, _ file: VectorFile, _ database: Database) throws {
        guard let encoder else {
            (tables, removed) = ([], [])
            return
        }
        // Read before the file is opened: what was removed from it is forgotten only once it is replaced.
        removed = Set(try Int64.fetchAll(database, sql: "SELECT row FROM knowledge_removed"))
        let written = file.open(encoder: encoder)
        let later = try Self.later(than: written?.through ?? 0, encoder, database)
        tables = [written?.table, later].compactMap { $0 }
        guard Set(tables.map(\.dimensions)).count <= 1 else { throw Self.unlikeLengths }
    }

    private static let unlikeLengths = BotError(
        .badData, "the store's embeddings of one encoder differ in length",
        mend: "Restore .frontdesk/store.sqlite from a backup")

    private static func later(than row: Int64, _ encoder: String, _ database: Database) throws -> VectorTable? {
        var (entries, positions, values): ([Int64], [Int32], [Float]) = ([], [], [])
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT t.entry, t.position, e.vector FROM knowledge_texts t
                JOIN embeddings e ON e.hash = t.hash AND e.encoder = (SELECT id FROM encoders WHERE name = ?)
                WHERE t.entry > ? AND t.entry < \(KnowledgeIndex.firstUnseen) ORDER BY t.entry, t.position
                """, arguments: [encoder, row])
        while let row = try rows.next() {
            entries.append(row[0])
            positions.append(row[1])
            try row.withUnsafeData(atIndex: 2) { data in
                if let data { values.append(contentsOf: EmbeddingCache.floats(data)) }
            }
        }
        guard !entries.isEmpty else { return nil }
        let dimensions = values.count / entries.count
        guard values.count == dimensions * entries.count else { throw unlikeLengths }
        return VectorTable(
            entries: entries, positions: positions,
            floats: Matrix(rows: entries.count, columns: dimensions, values: values))
    }

    /// Whether a query's vector can be compared with these.
    func canCompare(_ query: [Float]?) -> Bool {
        !isEmpty && tables.allSatisfy { $0.dimensions == query?.count }
    }

    /// The rows of the entries with the text nearest to a query, the nearest first.
    func nearest(to query: [Float]?, count: Int) -> [Int64] {
        guard let query, canCompare(query) else { return [] }
        let most = tables.reduce(0) { $0 + $1.count }
        // An entry has several texts: more are looked for until enough entries are among them.
        var wanted = Self.textsOfAnEntry * count
        while true {
            let found = tables.flatMap { $0.nearest(to: query, count: wanted) }
                .filter { !removed.contains($0.entry) }
                .sorted { ($0.score, $1.entry) > ($1.score, $0.entry) }
            // Of each table the nearest so many are known: those behind may miss some.
            var seen: Set<Int64> = []
            let entries = found.prefix(wanted).map(\.entry).filter { seen.insert($0).inserted }
            if entries.count >= count || wanted >= most { return Array(entries.prefix(count)) }
            wanted *= 4
        }
    }

    private static let textsOfAnEntry = 8

    /// The cosines of an entry's texts with a query, by the texts' positions.
    func cosines(of row: Int64, with query: [Float]?) -> EntryCosines {
        guard let query, canCompare(query), let (table, texts) = texts(of: row) else { return EntryCosines() }
        return EntryCosines(
            positions: texts.map { table.position(at: $0) }, cosines: texts.map { table.cosine(at: $0, with: query) })
    }

    /// The stored vector of one of an entry's texts.
    func vector(of row: Int64, at position: Int) -> [Float]? {
        guard let (table, texts) = texts(of: row) else { return nil }
        return texts.first { table.position(at: $0) == position }.map { table.vector(at: $0) }
    }

    private func texts(of row: Int64) -> (VectorTable, Range<Int>)? {
        for table in tables {
            let texts = table.texts(of: row)
            if !texts.isEmpty { return (table, texts) }
        }
        return nil
    }
}

/// The cosines of one entry's texts with a query, by the texts' positions; 0 where there is no vector.
struct EntryCosines: Sendable {
    private var positions: [Int] = []
    private var cosines: [Float] = []

    init() {}

    init(positions: [Int], cosines: [Float]) {
        self.positions = positions
        self.cosines = cosines
    }

    subscript(_ position: Int) -> Double {
        positions.firstIndex(of: position).map { Double(cosines[$0]) } ?? 0
    }
}
