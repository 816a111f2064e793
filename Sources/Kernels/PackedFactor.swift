internal import CKernels

/// The packed factor (k, n) of a matrix product, in packed form.
///
/// It is written by `pack` or `packTransposed` and read by products; never both at once.
package final class PackedFactor: @unchecked Sendable {
    // Unchecked: whoever packs it again sees to it that nobody reads meanwhile.
    private let products: PackedProducts
    /// k and n.
    package private(set) var inner: Int
    package private(set) var columns: Int
    /// Whether OpenBLAS finds it as (n, k).
    private(set) var isTransposed = false
    private(set) var memory: UnsafeMutableRawPointer
    /// What keeps the memory, and how much of it is this factor's.
    private var owner: LargeMemory
    private var bytes: Int

    /// Memory for a factor of (inner, columns), of its own or from a place shared with others.
    package init(_ products: PackedProducts, inner: Int, columns: Int, in place: PackedPlace? = nil) {
        self.products = products
        self.inner = inner
        self.columns = columns
        bytes = Self.bytes(products, inner, columns)
        if let place {
            (owner, memory) = place.take(bytes)
        } else {
            owner = LargeMemory(bytes: bytes)
            memory = owner.base
        }
    }

    /// Makes room for a factor of another size; what was packed is lost.
    package func resize(inner: Int, columns: Int) {
        let needed = Self.bytes(products, inner, columns)
        if needed > bytes {
            owner = LargeMemory(bytes: needed)
            (memory, bytes) = (owner.base, needed)
        }
        (self.inner, self.columns) = (inner, columns)
    }

    /// Packs v (k, n).
    package func pack(_ v: MatrixView) {
        pack(v, columns: 0..<columns)
    }

    /// Packs some columns of v (k, n), which begin at a multiple of the panel; threads may share a factor so.
    package func pack(_ v: MatrixView, columns range: Range<Int>) {
        precondition(v.rows == inner && v.columns == columns && range.lowerBound % products.panel == 0)
        // Threads that share a factor only read what is so already.
        if isTransposed { isTransposed = false }
        if let table = products.table {
            let start = range.lowerBound * products.operands(inner) * table.pointee.operand_bytes
            table.pointee.pack(inner, range.count, v.base + range.lowerBound, v.stride, memory + start)
        } else {
            let target = memory.assumingMemoryBound(to: Float.self) + range.lowerBound
            for row in 0..<inner {
                (target + row * columns).update(from: v.base + row * v.stride + range.lowerBound, count: range.count)
            }
        }
    }

    /// Packs wᵀ (k, n), w being (n, k) as a linear layer keeps it.
    package func packTransposed(_ w: MatrixView) {
        precondition(w.rows == columns && w.columns == inner)
        if let table = products.table {
            isTransposed = false
            table.pointee.pack_transposed(columns, inner, w.base, w.stride, memory)
        } else {
            isTransposed = true
            let target = memory.assumingMemoryBound(to: Float.self)
            for row in 0..<columns { (target + row * inner).update(from: w.base + row * w.stride, count: inner) }
        }
    }

    private static func bytes(_ products: PackedProducts, _ inner: Int, _ columns: Int) -> Int {
        precondition(inner > 0 && columns > 0, "a factor without numbers")
        let panels = (columns + products.panel - 1) / products.panel * products.panel
        return max(panels * products.operands(inner) * (products.table?.pointee.operand_bytes ?? 4), 64)
    }
}

/// Memory that the packed factors of one model share, so that it comes in large pages.
package final class PackedPlace: @unchecked Sendable {
    // Unchecked: one thread loads a model.
    private var chunk: LargeMemory
    private var used = 0

    private static let chunkBytes = 8 << 20

    package init() {
        chunk = LargeMemory(bytes: Self.chunkBytes)
    }

    /// A piece of memory, and what keeps it.
    fileprivate func take(_ bytes: Int) -> (LargeMemory, UnsafeMutableRawPointer) {
        let room = (bytes + 63) / 64 * 64
        if used + room > chunk.count {
            chunk = LargeMemory(bytes: max(Self.chunkBytes, room))
            used = 0
        }
        defer { used += room }
        return (chunk, chunk.base + used)
    }
}
