/// One worker's part of a piece of work.
struct Share: Sendable {
    let index: Int
    let count: Int

    /// This worker's part of 0 ..< size, in whole multiples but for the last.
    func range(of size: Int, inMultiplesOf multiple: Int = 1) -> Range<Int> {
        let pieces = (size + multiple - 1) / multiple
        func bound(_ index: Int) -> Int { min(pieces * index / count * multiple, size) }
        return bound(index)..<bound(index + 1)
    }
}
