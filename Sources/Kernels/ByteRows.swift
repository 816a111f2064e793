internal import CKernels
internal import Dispatch
internal import Synchronization

/// Vectors as bytes, a row each with a scale of its own: a quarter of the memory that a search has to read.
///
/// Number p of row r is `numbers[r · columns + p] · scales[r]`. A product with a query is off by about a thousandth of
/// the lengths, so that the nearest rows are among those found and exact products put them in order.
package struct ByteRows: @unchecked Sendable {
    // Unchecked: the memory belongs to the owner and is not written any more.
    package let rows: Int
    package let columns: Int
    private let numbers: UnsafePointer<Int8>
    private let scales: UnsafePointer<Float>
    private let owner: AnyObject

    /// Rows that lie in memory which `owner` keeps: `numbers` (rows, columns), `scales` (rows).
    package init(
        rows: Int, columns: Int, numbers: UnsafePointer<Int8>, scales: UnsafePointer<Float>, owner: AnyObject
    ) {
        precondition(columns <= Self.mostColumns, "the sums of \(columns) products might not fit")
        (self.rows, self.columns) = (rows, columns)
        (self.numbers, self.scales, self.owner) = (numbers, scales, owner)
    }

    /// The rows of a matrix, in memory of their own.
    package init(_ matrix: Matrix) {
        let count = matrix.values.count
        let memory = LargeMemory(bytes: (count + 3) / 4 * 4 + matrix.rows * MemoryLayout<Float>.size)
        let numbers = memory.base.bindMemory(to: Int8.self, capacity: count)
        let scales = (memory.base + (count + 3) / 4 * 4).bindMemory(to: Float.self, capacity: matrix.rows)
        for row in 0..<matrix.rows {
            matrix[row: row].withUnsafeBufferPointer {
                scales[row] = Self.scale(of: $0)
                Self.write($0, to: UnsafeMutableBufferPointer(start: numbers + row * $0.count, count: $0.count))
            }
        }
        self.init(rows: matrix.rows, columns: matrix.columns, numbers: numbers, scales: scales, owner: memory)
    }

    /// Above it a sum of products of bytes with the query's numbers could leave 32 bits.
    package static let mostColumns = 2048

    /// What a byte of a row counts for; nought where a number is not finite, so that nothing is near to such a row.
    package static func scale(of row: UnsafeBufferPointer<Float>) -> Float { largest(of: row) / 127 }

    /// Writes a row's numbers as bytes, multiples of its scale.
    package static func write(_ row: UnsafeBufferPointer<Float>, to bytes: UnsafeMutableBufferPointer<Int8>) {
        precondition(bytes.count == row.count)
        let scale = scale(of: row)
        for (place, number) in row.enumerated() { bytes[place] = Int8(multiple(number, of: scale, within: 127)) }
    }

    /// The size of the largest number; nought where one is not finite.
    private static func largest(of row: UnsafeBufferPointer<Float>) -> Float {
        var largest: Float = 0
        for number in row {
            guard number.isFinite else { return 0 }
            largest = max(largest, abs(number))
        }
        return largest
    }

    /// How often the scale goes into a number; the scale of the faintest rows is rounded, so that it may go more often.
    private static func multiple(_ number: Float, of scale: Float, within limit: Float) -> Float {
        scale > 0 ? max(-limit, min(limit, (number / scale).rounded())) : 0
    }

    /// A row and its product with a query.
    package struct Found: Sendable, Equatable {
        package let row: Int
        package let score: Float
    }

    /// The rows whose products with a query are greatest, the greatest first, of equals the first row first.
    package func nearest(
        to query: UnsafeBufferPointer<Float>, count: Int, threads: Int = 2, kernels: VectorKernels = .best
    ) -> [Found] {
        precondition(query.count == columns, "a query of \(query.count) numbers, rows of \(columns)")
        guard rows > 0, count > 0 else { return [] }
        let (words, scale) = Self.words(of: query)
        let parts = rows < Self.alone ? 1 : max(threads, 1)
        let found = Mutex<[Found]>([])
        DispatchQueue.concurrentPerform(iterations: parts) { part in
            let mine = nearest(words, in: rows * part / parts..<rows * (part + 1) / parts, count, kernels)
            found.withLock { $0 += mine }
        }
        let best = found.withLock { $0 }.sorted(by: Self.isBefore).prefix(count)
        return best.map { Found(row: $0.row, score: $0.score * scale) }
    }

    /// Fewer rows are scanned by one thread: a second takes some microseconds to wake.
    private static let alone = 8192

    /// The order of what is found: the greatest score first, of equals the first row.
    static func isBefore(_ first: Found, _ second: Found) -> Bool {
        (first.score, second.row) > (second.score, first.row)
    }

    /// The query's numbers as words within ±8191, and their scale.
    private static func words(of query: UnsafeBufferPointer<Float>) -> ([Int16], Float) {
        let scale = largest(of: query) / 8191
        return (query.map { Int16(multiple($0, of: scale, within: 8191)) }, scale)
    }

    private func nearest(
        _ query: [Int16], in range: Range<Int>, _ count: Int, _ kernels: VectorKernels
    ) -> [Found] {
        var best = Best(count: count)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: Self.piece) { scores in
            guard let base = scores.baseAddress else { return }
            for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.piece) {
                let piece = min(Self.piece, range.upperBound - start)
                kernels.table.pointee.scan(query, numbers + start * columns, scales + start, piece, columns, base)
                best.offer(UnsafeBufferPointer(start: base, count: piece), from: start)
            }
        }
        return best.sorted()
    }

    /// Rows whose scores stay in the first cache until they are compared.
    private static let piece = 2048

    /// The greatest scores so far.
    private struct Best {
        private let count: Int
        private var found: [Found] = []
        private var least = -Float.infinity

        init(count: Int) {
            self.count = count
            found.reserveCapacity(4 * count)
        }

        mutating func offer(_ scores: UnsafeBufferPointer<Float>, from row: Int) {
            for (place, score) in scores.enumerated() where score > least {
                found.append(Found(row: row + place, score: score))
                if found.count == 4 * count { cut() }
            }
        }

        private mutating func cut() {
            found = sorted()
            least = found[found.count - 1].score
        }

        func sorted() -> [Found] { Array(found.sorted(by: ByteRows.isBefore).prefix(count)) }
    }
}
