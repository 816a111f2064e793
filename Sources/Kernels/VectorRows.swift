/// Vectors to be searched: as bytes, which find, and as floats, which put in order what was found.
///
/// The floats may lie in a mapped file: of them a search reads some dozen rows.
package struct VectorRows: @unchecked Sendable {
    // Unchecked: the floats belong to the owner and are not written any more.
    package let bytes: ByteRows
    private let floats: UnsafePointer<Float>
    private let owner: AnyObject

    package var rows: Int { bytes.rows }
    package var columns: Int { bytes.columns }

    /// `floats` (rows, columns) lie in memory that `owner` keeps.
    package init(_ bytes: ByteRows, floats: UnsafePointer<Float>, owner: AnyObject) {
        (self.bytes, self.floats, self.owner) = (bytes, floats, owner)
    }

    /// The rows whose products with a query are greatest, with these exact, the greatest first.
    package func nearest(
        to query: UnsafeBufferPointer<Float>, count: Int, threads: Int = 2
    ) -> [ByteRows.Found] {
        let found = bytes.nearest(to: query, count: Self.reach * count + Self.least, threads: threads)
        let exact = found.map { ByteRows.Found(row: $0.row, score: product(of: $0.row, with: query)) }
        return Array(exact.sorted(by: ByteRows.isBefore).prefix(count))
    }

    /// So many rows that the bytes find are looked at for each that is wanted, and so many at least: with real
    /// embeddings all of the nearest ten are then among them.
    private static let reach = 2
    private static let least = 32

    /// A row's exact product with a query.
    package func product(of row: Int, with query: UnsafeBufferPointer<Float>) -> Float {
        VectorKernels.best.dot(vector(row), query)
    }

    /// A row's numbers; they stay valid while this value is kept.
    package func vector(_ row: Int) -> UnsafeBufferPointer<Float> {
        precondition(row >= 0 && row < rows)
        return UnsafeBufferPointer(start: floats + row * columns, count: columns)
    }
}
