internal import Kernels

/// Memory for what one step computes, handed out piece by piece and taken back all at once.
///
/// After the largest batch no more is asked of the system.
final class TrainingMemory {
    private var chunks: [LargeMemory] = []
    private var used = 0

    private static let alignment = 64
    private static let leastChunk = 1 << 22

    /// Takes everything back; what was handed out must not be used any more.
    func reset() {
        if chunks.count > 1 {
            let total = chunks.reduce(0) { $0 + $1.count }
            chunks = []
            chunks = [LargeMemory(bytes: total)]
        }
        used = 0
    }

    /// Bytes, not initialised.
    func bytes(_ count: Int) -> UnsafeMutableRawPointer {
        let room = (max(count, 1) + Self.alignment - 1) / Self.alignment * Self.alignment
        if chunks.last.map({ $0.count - used < room }) ?? true {
            chunks.append(LargeMemory(bytes: max(room, Self.leastChunk)))
            used = 0
        }
        guard let chunk = chunks.last?.base else { preconditionFailure("a chunk without an address") }
        defer { used += room }
        return chunk + used
    }

    /// Floats, not initialised.
    func floats(_ count: Int) -> UnsafeMutablePointer<Float> {
        bytes(count * 4).bindMemory(to: Float.self, capacity: max(count, 1))
    }

    /// A matrix, not initialised.
    func matrix(_ rows: Int, _ columns: Int) -> MutableMatrixView {
        MutableMatrixView(floats(rows * columns), rows: rows, columns: columns)
    }
}
