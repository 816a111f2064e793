/// Which examples make each batch: it follows from the seed and the step alone.
package struct BatchPlan: Sendable {
    /// How an epoch's examples are put together.
    package enum Order: Sendable, Equatable {
        /// As chance has it.
        case shuffled
        /// So many of each class that is in a batch, for losses that compare the examples of a batch.
        case balanced(perClass: Int)
    }

    private let labels: [Int]
    private let size: Int
    private let order: Order
    private let seed: UInt64

    /// Batches of `size` of the examples that have these classes.
    package init(labels: [Int], size: Int, order: Order, seed: UInt64) {
        precondition(size > 0 && !labels.isEmpty)
        self.labels = labels
        self.size = size
        self.order = order
        self.seed = seed
    }

    /// Batches in an epoch; in each every example comes once.
    package var batchesPerEpoch: Int { (labels.count + size - 1) / size }

    /// The batches of an epoch, as places of examples.
    package func batches(ofEpoch epoch: Int) -> [[Int]] {
        var random = SplitMix64(seed: seed &+ UInt64(epoch) &* 0x2545_f491_4f6c_dd1d)
        var places = labels.indices.map { $0 }
        shuffle(&places, &random)
        if case .balanced(let perClass) = order { places = balanced(places, perClass, &random) }
        return stride(from: 0, to: places.count, by: size).map { Array(places[$0..<min($0 + size, places.count)]) }
    }

    /// The same places, those of a class in groups of `perClass`; the end of a batch may cut one.
    private func balanced(_ places: [Int], _ perClass: Int, _ random: inout SplitMix64) -> [Int] {
        var waiting: [Int: [Int]] = [:]
        var groups: [[Int]] = []
        for place in places {
            waiting[labels[place], default: []].append(place)
            if let group = waiting[labels[place]], group.count == perClass {
                groups.append(group)
                waiting[labels[place]] = []
            }
        }
        groups += waiting.sorted { $0.key < $1.key }.map(\.value).filter { !$0.isEmpty }
        shuffle(&groups, &random)
        return groups.flatMap { $0 }
    }

    /// Fisher and Yates' shuffle.
    private func shuffle<Element>(_ elements: inout [Element], _ random: inout SplitMix64) {
        for last in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(last, random.below(last + 1))
        }
    }
}
