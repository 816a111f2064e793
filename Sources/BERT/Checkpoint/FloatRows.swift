package import Kernels

/// The rows of a matrix in a mapped file or in memory, each converted to floats when asked for.
package struct FloatRows: @unchecked Sendable {
    // Unchecked: the bytes are not written while rows are read, and `owner` keeps them.
    package let count: Int
    package let width: Int
    private let type: DataType
    private let bytes: UnsafeRawBufferPointer
    private let owner: AnyObject
    /// The rows as a tensor, where they are floats in memory.
    package let tensor: FloatTensor?

    /// Rows of a tensor in memory.
    init(_ tensor: FloatTensor) {
        count = tensor.shape[0]
        width = tensor.values.count / tensor.shape[0]
        type = .float32
        bytes = UnsafeRawBufferPointer(tensor.values)
        owner = tensor.owner
        self.tensor = tensor
    }

    init(count: Int, width: Int, type: DataType, bytes: UnsafeRawBufferPointer, _ owner: AnyObject) {
        self.count = count
        self.width = width
        self.type = type
        self.bytes = bytes
        self.owner = owner
        tensor = nil
    }

    /// Writes one row into `output`, which has the rows' width.
    package func read(_ row: Int, into output: UnsafeMutableBufferPointer<Float>) {
        precondition(row >= 0 && row < count && output.count == width, "row \(row) of \(count)")
        let stride = width * type.byteWidth
        withExtendedLifetime(owner) {
            convert(UnsafeRawBufferPointer(rebasing: bytes[row * stride..<(row + 1) * stride]), type, into: output)
        }
    }

    /// The dot product of a query with each row.
    package func scores(of query: [Float]) -> [Float] {
        precondition(query.count == width)
        return query.withUnsafeBufferPointer { query in
            guard type == .bfloat16, let base = bytes.baseAddress else { return convertedScores(of: query) }
            let kernels = VectorKernels.best
            return withExtendedLifetime(owner) {
                (0..<count).map { kernels.dot(bfloat16: base + 2 * $0 * width, query) }
            }
        }
    }

    private func convertedScores(of query: UnsafeBufferPointer<Float>) -> [Float] {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { row in
            (0..<count).map { index in
                read(index, into: row)
                return VectorKernels.best.dot(query, UnsafeBufferPointer(row))
            }
        }
    }
}

extension FloatRows {
    /// A matrix's rows rounded to bfloat16: half the memory, and half the time of a scan that waits for it.
    package init(roundingToBfloat16 matrix: Matrix) {
        let memory = RawMemory(bytes: matrix.values.count * DataType.bfloat16.byteWidth)
        let target = memory.bytes.bindMemory(to: UInt16.self)
        for (index, value) in matrix.values.enumerated() { target[index] = value.bfloat16Bits }
        self.init(
            count: matrix.rows, width: matrix.columns, type: .bfloat16, bytes: UnsafeRawBufferPointer(memory.bytes),
            memory)
    }
}

/// Bytes that go with their owner.
private final class RawMemory {
    let bytes: UnsafeMutableRawBufferPointer

    init(bytes count: Int) {
        bytes = .allocate(byteCount: count, alignment: 64)
    }

    deinit {
        bytes.deallocate()
    }
}

extension Float {
    /// The number rounded to bfloat16, half to even.
    var bfloat16Bits: UInt16 {
        // What makes it no number may stand in the half that is cut off.
        guard !isNaN else { return UInt16(bitPattern >> 16) | 0x40 }
        return UInt16((bitPattern &+ 0x7fff &+ (bitPattern >> 16 & 1)) >> 16)
    }
}

/// Floats from the bytes of F32, F16 or BF16 numbers, which need not be aligned.
func convert(_ bytes: UnsafeRawBufferPointer, _ type: DataType, into output: UnsafeMutableBufferPointer<Float>) {
    guard let source = bytes.baseAddress else { return }
    precondition(bytes.count == output.count * type.byteWidth)
    switch type {
    case .float16: VectorKernels.best.float16(source, into: output)
    case .bfloat16: VectorKernels.best.bfloat16(source, into: output)
    default: UnsafeMutableRawBufferPointer(output).copyMemory(from: bytes)
    }
}
