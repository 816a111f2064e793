internal import Dispatch
internal import Synchronization

/// The results of independent tasks, in their order, computed on as many threads as the machine has processors.
package func concurrentMap<Result: Sendable>(_ count: Int, _ task: @Sendable (Int) -> Result) -> [Result] {
    let results = Mutex([Result?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
        let result = task(index)
        results.withLock { $0[index] = result }
    }
    return results.withLock { $0.compactMap { $0 } }
}
