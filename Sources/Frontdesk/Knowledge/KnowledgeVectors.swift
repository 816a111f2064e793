internal import Foundation
internal import GRDB

/// The embeddings of all published texts, one after another in memory.
struct KnowledgeVectors: Sendable {
    /// (texts, dimensions), row-major; rows have length one.
    private let values: [Float]
    private let dimensions: Int
    /// The position of each text within its entry.
    private let positions: [Int]
    /// The texts of each entry's row.
    private let ranges: [Int64: Range<Int>]

    var isEmpty: Bool { positions.isEmpty }

    /// The vectors that an encoder's texts have by now, in one pass over the tables.
    init(encoder: String?, _ database: Database) throws {
        var values: [Float] = []
        var positions: [Int] = []
        var ranges: [Int64: Range<Int>] = [:]
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT t.entry, t.position, e.vector FROM knowledge_texts t
                JOIN embeddings e ON e.hash = t.hash AND e.encoder = (SELECT id FROM encoders WHERE name = ?)
                ORDER BY t.entry, t.position
                """, arguments: [encoder])
        while let row = try rows.next() {
            let entry: Int64 = row[0]
            let start = ranges[entry]?.lowerBound ?? positions.count
            positions.append(row[1])
            ranges[entry] = start..<positions.count
            try row.withUnsafeData(atIndex: 2) { data in
                data?.withUnsafeBytes { values.append(contentsOf: $0.bindMemory(to: Float.self)) }
            }
        }
        dimensions = positions.isEmpty ? 0 : values.count / positions.count
        guard values.count == dimensions * positions.count else {
            throw BotError(
                .badData, "the store's embeddings of one encoder differ in length",
                mend: "Delete .frontdesk/store.sqlite's embeddings")
        }
        self.values = values
        self.positions = positions
        self.ranges = ranges
    }

    /// The cosine of each text with a query of length one; none where the lengths differ.
    func cosines(with query: [Float]?) -> [Float] {
        guard let query, query.count == dimensions, !isEmpty else { return [] }
        return values.withUnsafeBufferPointer { values in
            query.withUnsafeBufferPointer { query in
                positions.indices.map {
                    Self.dot(values.baseAddress! + $0 * dimensions, query.baseAddress!, dimensions)
                }
            }
        }
    }

    /// The rows of the entries with the greatest cosines.
    func nearest(_ cosines: [Float], count: Int) -> [Int64] {
        guard !cosines.isEmpty else { return [] }
        let best = ranges.map { entry, range in (entry: entry, cosine: cosines[range].max() ?? -1) }
        return best.sorted { ($0.cosine, $1.entry) > ($1.cosine, $0.entry) }.prefix(count).map(\.entry)
    }

    /// One entry's part of the cosines.
    func cosines(_ cosines: [Float], of entry: Int64) -> EntryTerms.Cosines {
        var result = EntryTerms.Cosines()
        guard !cosines.isEmpty, let range = ranges[entry] else { return result }
        for text in range {
            if positions[text] < 0 {
                result.answer = Double(cosines[text])
            } else {
                result.questions[positions[text]] = Double(cosines[text])
            }
        }
        return result
    }

    /// The stored vector of one of an entry's texts.
    func vector(of entry: Int64, at position: Int) -> [Float]? {
        guard let text = ranges[entry]?.first(where: { positions[$0] == position }) else { return nil }
        return Array(values[text * dimensions..<(text + 1) * dimensions])
    }

    private static func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int) -> Float {
        var sums = (SIMD4<Float>.zero, SIMD4<Float>.zero, SIMD4<Float>.zero, SIMD4<Float>.zero)
        let whole = count & ~15
        let left = UnsafeRawPointer(a)
        let right = UnsafeRawPointer(b)
        for offset in stride(from: 0, to: whole * 4, by: 64) {
            func product(_ at: Int) -> SIMD4<Float> {
                left.loadUnaligned(fromByteOffset: at, as: SIMD4<Float>.self)
                    * right.loadUnaligned(fromByteOffset: at, as: SIMD4<Float>.self)
            }
            sums.0 += product(offset)
            sums.1 += product(offset + 16)
            sums.2 += product(offset + 32)
            sums.3 += product(offset + 48)
        }
        var sum = (sums.0 + sums.1 + sums.2 + sums.3).sum()
        for index in whole..<count { sum += a[index] * b[index] }
        return sum
    }
}
