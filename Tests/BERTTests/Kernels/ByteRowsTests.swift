import Kernels
import Testing

/// Rows of bytes against products of the floats that they were made of.
@Suite struct ByteRowsTests {
    /// Rows of length one.
    private func unitRows(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
        var matrix = Matrix(
            rows: rows, columns: columns, values: KernelsTests.numbers(rows * columns, seed: seed))
        matrix.values.withUnsafeMutableBufferPointer { values in
            for row in 0..<rows {
                VectorKernels.best.normalize(
                    UnsafeMutableBufferPointer(rebasing: values[row * columns..<(row + 1) * columns]))
            }
        }
        return matrix
    }

    private func nearest(
        _ rows: Matrix, to query: [Float], count: Int, threads: Int = 1, _ kernels: VectorKernels = .best
    ) -> [ByteRows.Found] {
        query.withUnsafeBufferPointer {
            ByteRows(rows).nearest(to: $0, count: count, threads: threads, kernels: kernels)
        }
    }

    private func product(_ rows: Matrix, _ row: Int, _ query: [Float]) -> Float {
        zip(rows[row: row], query).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// Widths with and without a remainder for each instruction set, and rows that are no multiple of those scored together.
    @Test(arguments: KernelsTests.all, [(7, 3), (5, 33), (66, 384), (1, 16)])
    func scoresAreTheProducts(_ kernels: VectorKernels, _ shape: (rows: Int, columns: Int)) {
        let rows = unitRows(shape.rows, shape.columns, seed: 5)
        let query = Array(unitRows(1, shape.columns, seed: 6).values)
        let found = nearest(rows, to: query, count: shape.rows, kernels)
        #expect(found.map(\.row).sorted() == Array(0..<shape.rows))
        for hit in found { #expect(abs(hit.score - product(rows, hit.row, query)) < 0.01) }
        #expect(zip(found, found.dropFirst()).allSatisfy { $0.score >= $1.score })
    }

    @Test(arguments: [1, 2, 3])
    func threadsFindTheSame(_ threads: Int) {
        let rows = unitRows(20_000, 24, seed: 7)
        let query = Array(rows[row: 1234])
        let found = nearest(rows, to: query, count: 50, threads: threads)
        #expect(found.first?.row == 1234)
        #expect(found == nearest(rows, to: query, count: 50))
        let exact = (0..<rows.rows).sorted { product(rows, $0, query) > product(rows, $1, query) }
        #expect(Set(exact.prefix(10)).isSubset(of: found.map(\.row)))
    }

    @Test func equalRowsComeInTheirOrder() {
        let row = Array(unitRows(1, 40, seed: 8).values)
        let rows = Matrix(rows: 5000, columns: 40, values: (0..<5000).flatMap { _ in row })
        #expect(nearest(rows, to: row, count: 3).map(\.row) == [0, 1, 2])
    }

    @Test func noughtsAndNoRowsAreFine() {
        let none = [Float](repeating: 0, count: 8)
        let rows = Matrix(rows: 2, columns: 8, values: none + unitRows(1, 8, seed: 9).values)
        let found = nearest(rows, to: none, count: 2)
        #expect(found.map(\.row) == [0, 1] && found.allSatisfy { $0.score == 0 })
        #expect(nearest(rows, to: Array(rows[row: 1]), count: 1).map(\.row) == [1])
        #expect(nearest(Matrix(rows: 0, columns: 8), to: none, count: 2).isEmpty)
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity]) func nothingIsNearToWhatIsNotFinite(_ odd: Float) {
        var rows = unitRows(3, 8, seed: 10)
        let query = Array(rows[row: 2])
        rows.values[8 + 5] = odd
        let found = nearest(rows, to: query, count: 3)
        #expect(found.first?.row == 2)
        #expect(found.first { $0.row == 1 }?.score == 0)
        #expect(nearest(rows, to: Array(rows[row: 1]), count: 3).map(\.score) == [0, 0, 0])
    }

    /// The scale of such a row, or of such a query, is rounded by more than a quarter.
    @Test(arguments: [178, 11_000] as [Float]) func theFaintestNumbersFit(_ units: Float) {
        let faint = [Float](repeating: units * .leastNonzeroMagnitude, count: 8)
        #expect(nearest(Matrix(rows: 1, columns: 8, values: faint), to: faint, count: 1).map(\.row) == [0])
    }

    /// The largest numbers that a row and a query can have do not leave the sums' range.
    @Test(arguments: KernelsTests.all)
    func theLargestSumsFit(_ kernels: VectorKernels) {
        let ones = [Float](repeating: 1, count: ByteRows.mostColumns)
        let found = nearest(Matrix(rows: 1, columns: ones.count, values: ones), to: ones, count: 1, kernels)
        #expect(abs((found.first?.score ?? 0) / Float(ones.count) - 1) < 1e-5)
    }
}
