package import Kernels

extension Matrix {
    /// Calls `body` with the matrix as the kernels take it.
    package func withView<Result>(_ body: (MatrixView) throws -> Result) rethrows -> Result {
        try values.withUnsafeBufferPointer { values in
            // An empty array may have no address; no kernel reads from a matrix without rows.
            let base = values.baseAddress ?? UnsafePointer(bitPattern: MemoryLayout<Float>.alignment)
            guard let base else { preconditionFailure("a null address") }
            return try body(MatrixView(base, rows: rows, columns: columns))
        }
    }

    /// Calls `body` with the address of the first value, for writing.
    package mutating func withPointer<Result>(_ body: (UnsafeMutablePointer<Float>) throws -> Result) rethrows -> Result
    {
        try values.withUnsafeMutableBufferPointer { values in
            let base = values.baseAddress ?? UnsafeMutablePointer(bitPattern: MemoryLayout<Float>.alignment)
            guard let base else { preconditionFailure("a null address") }
            return try body(base)
        }
    }

    /// Calls `body` with one row, for writing.
    package mutating func withRow<Result>(
        _ row: Int, _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
    ) rethrows -> Result {
        try values.withUnsafeMutableBufferPointer { values in
            try body(UnsafeMutableBufferPointer(rebasing: values[row * columns..<(row + 1) * columns]))
        }
    }
}
