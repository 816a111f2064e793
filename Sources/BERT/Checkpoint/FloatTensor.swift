package import Kernels

/// Numbers of a checkpoint, where they lie: in a mapped file, converted in memory, or among the parameters of a training.
package struct FloatTensor: @unchecked Sendable {
    // Unchecked: the values are written by nobody but a training's steps, and `owner` keeps their memory.
    package let shape: [Int]
    package let values: UnsafeBufferPointer<Float>
    let owner: AnyObject

    init(shape: [Int], values: UnsafeBufferPointer<Float>, owner: AnyObject) {
        self.shape = shape
        self.values = values
        self.owner = owner
    }

    /// A tensor in memory of its own, filled by `fill`.
    init(shape: [Int], fill: (UnsafeMutableBufferPointer<Float>) -> Void) {
        let storage = FloatStorage(count: shape.reduce(1, *))
        fill(storage.values)
        self.init(shape: shape, values: UnsafeBufferPointer(storage.values), owner: storage)
    }

    /// Calls `body` with the tensor as a matrix: its first extent the rows, all others the columns.
    package func withMatrix<Result>(_ body: (MatrixView) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(owner) {
            let rows = shape.first ?? 1
            guard let base = values.baseAddress else { preconditionFailure("a tensor without values") }
            return try body(MatrixView(base, rows: rows, columns: values.count / rows))
        }
    }

    /// Calls `body` with the values.
    package func withValues<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(owner) { try body(values) }
    }
}

/// Memory for floats that lives as long as the object.
private final class FloatStorage {
    let values: UnsafeMutableBufferPointer<Float>

    init(count: Int) {
        values = .allocate(capacity: count)
        values.initialize(repeating: 0)
    }

    deinit {
        values.deallocate()
    }
}
