/// A view of a row-major matrix that may be written; whoever makes it keeps the memory.
package struct MutableMatrixView {
    package let base: UnsafeMutablePointer<Float>
    package let rows: Int
    package let columns: Int
    /// Floats from one row to the next.
    package let stride: Int

    package init(_ base: UnsafeMutablePointer<Float>, rows: Int, columns: Int, stride: Int? = nil) {
        self.base = base
        self.rows = rows
        self.columns = columns
        self.stride = stride ?? columns
    }

    /// The same for reading.
    package var view: MatrixView { MatrixView(base, rows: rows, columns: columns, stride: stride) }

    /// The address of a row's first number.
    package func row(_ index: Int) -> UnsafeMutablePointer<Float> { base + index * stride }

    /// The rows of a range.
    package func rows(_ range: Range<Int>) -> MutableMatrixView {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows)
        return MutableMatrixView(row(range.lowerBound), rows: range.count, columns: columns, stride: stride)
    }

    /// The columns of a range.
    package func columns(_ range: Range<Int>) -> MutableMatrixView {
        precondition(range.lowerBound >= 0 && range.upperBound <= columns)
        return MutableMatrixView(base + range.lowerBound, rows: rows, columns: range.count, stride: stride)
    }
}
