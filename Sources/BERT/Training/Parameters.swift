package import Kernels

/// The numbers that a training changes, in one piece of memory, with their gradients and AdamW's two moments.
///
/// Tensors follow one another in the order in which they were added, each padded with noughts to a multiple of
/// `alignment`, which stay nought.
package final class Parameters: @unchecked Sendable {
    // Unchecked: within a step the workers write disjoint ranges, and steps follow one another.

    /// Which learning rate a tensor follows.
    package enum Group: Sendable {
        /// The encoder's own weights.
        case body
        /// What the training adds on top.
        case head
    }

    /// Where a tensor stands.
    package struct Slot: Sendable {
        package let name: String
        package let shape: [Int]
        package let range: Range<Int>
        package let group: Group
        /// Whether weight decay shrinks it: neither biases nor layer norms.
        package let decays: Bool
    }

    package static let alignment = 16

    package private(set) var slots: [Slot] = []
    /// The numbers in use, padding included.
    package private(set) var count = 0
    private let capacity: Int
    private let memory: [LargeMemory]
    package let values: UnsafeMutablePointer<Float>
    package let gradients: UnsafeMutablePointer<Float>
    package let means: UnsafeMutablePointer<Float>
    package let squares: UnsafeMutablePointer<Float>

    /// Room for `capacity` numbers.
    package init(capacity: Int) {
        self.capacity = capacity
        memory = (0..<4).map { _ in LargeMemory(bytes: capacity * MemoryLayout<Float>.size) }
        let floats = memory.map { $0.base.bindMemory(to: Float.self, capacity: max(capacity, 1)) }
        (values, gradients, means, squares) = (floats[0], floats[1], floats[2], floats[3])
    }

    /// The room that a tensor of a shape takes.
    package static func room(_ shape: [Int]) -> Int {
        (shape.reduce(1, *) + alignment - 1) / alignment * alignment
    }

    /// Adds a tensor, filled by `fill`.
    package func add(
        _ name: String, shape: [Int], group: Group, decays: Bool, fill: (UnsafeMutableBufferPointer<Float>) -> Void
    ) -> FloatTensor {
        let size = shape.reduce(1, *)
        let room = Self.room(shape)
        precondition(count + room <= capacity, "no room left for \(name)")
        let memory = UnsafeMutableBufferPointer(start: values + count, count: size)
        fill(memory)
        slots.append(Slot(name: name, shape: shape, range: count..<count + size, group: group, decays: decays))
        count += room
        return FloatTensor(shape: shape, values: UnsafeBufferPointer(memory), owner: self)
    }

    /// Where the gradient of one of the tensors belongs, as a matrix: its first extent the rows.
    package func gradient(of tensor: FloatTensor) -> MutableMatrixView {
        guard let base = tensor.values.baseAddress else { preconditionFailure("a tensor without values") }
        let offset = base - UnsafePointer(values)
        precondition(offset >= 0 && offset < count, "a tensor of other parameters")
        let rows = tensor.shape.count > 1 ? tensor.shape[0] : 1
        return MutableMatrixView(gradients + offset, rows: rows, columns: tensor.values.count / rows)
    }

    /// The slot of one of the tensors.
    func slot(of tensor: FloatTensor) -> Slot {
        let offset = tensor.values.baseAddress.map { $0 - UnsafePointer(values) }
        guard let slot = slots.first(where: { $0.range.lowerBound == offset }) else {
            preconditionFailure("a tensor of other parameters")
        }
        return slot
    }

    /// A tensor's numbers.
    package func values(of slot: Slot) -> UnsafeBufferPointer<Float> {
        UnsafeBufferPointer(start: values + slot.range.lowerBound, count: slot.range.count)
    }

    /// A tensor's gradient.
    package func gradient(of slot: Slot) -> UnsafeBufferPointer<Float> {
        UnsafeBufferPointer(start: gradients + slot.range.lowerBound, count: slot.range.count)
    }
}
