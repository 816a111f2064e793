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

/// The results for many small items, in their order; a thread takes some of them at a time.
package func concurrentMap<Items: RandomAccessCollection & Sendable, Result: Sendable>(
    of items: Items, _ task: @Sendable (Items.Element) -> Result
) -> [Result] where Items.Index == Int {
    let piece = 64
    return concurrentMap((items.count + piece - 1) / piece) { index in
        let start = items.startIndex + index * piece
        return items[start..<min(start + piece, items.endIndex)].map(task)
    }.flatMap(\.self)
}

/// The results of two independent tasks, done at the same time; where both fail, the first one's error is thrown.
package func concurrently<First: Sendable, Second: Sendable>(
    _ first: @Sendable () throws -> First, _ second: @Sendable () throws -> Second
) throws -> (First, Second) {
    let results = Mutex<(Result<First, any Error>?, Result<Second, any Error>?)>((nil, nil))
    DispatchQueue.concurrentPerform(iterations: 2) { index in
        if index == 0 {
            let result = Result { try first() }
            results.withLock { $0.0 = result }
        } else {
            let result = Result { try second() }
            results.withLock { $0.1 = result }
        }
    }
    guard case (let first?, let second?) = results.withLock({ $0 }) else {
        preconditionFailure("concurrentPerform returns when both tasks are done")
    }
    return (try first.get(), try second.get())
}
