/// A dense row-major matrix of single-precision numbers.
///
/// `values` is (rows, columns): row r stands at `values[r * columns ..< (r + 1) * columns]`.
public struct Matrix: Sendable, Equatable {
    /// The number of rows.
    public private(set) var rows: Int
    /// The numbers in each row.
    public let columns: Int
    /// The numbers, row after row.
    public var values: [Float]

    /// A matrix of given numbers, row after row: rows · columns of them.
    public init(rows: Int, columns: Int, values: [Float]) {
        precondition(values.count == rows * columns, "a \(rows)×\(columns) matrix needs \(rows * columns) values")
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    /// A matrix of noughts.
    public init(rows: Int, columns: Int) {
        self.init(rows: rows, columns: columns, values: [Float](repeating: 0, count: rows * columns))
    }

    /// Changes the number of rows in the memory that there is, as far as it reaches; the values mean nothing afterwards.
    package mutating func resize(rows: Int) {
        let count = rows * columns
        if count > values.capacity {
            values = [Float](repeating: 0, count: count)
        } else if count < values.count {
            values.removeLast(values.count - count)
        } else {
            values.append(contentsOf: repeatElement(0, count: count - values.count))
        }
        self.rows = rows
    }

    /// The values of one row.
    public subscript(row row: Int) -> ArraySlice<Float> {
        values[row * columns..<(row + 1) * columns]
    }
}
