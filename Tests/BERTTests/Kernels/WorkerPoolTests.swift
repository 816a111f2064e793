import Foundation
import Kernels
import Testing

/// The pool of threads: each part of each task once, whoever sleeps, and nobody left when it goes.
@Suite struct WorkerPoolTests {
    /// How often each part of a pool's tasks was called.
    private static func calls(_ pool: WorkerPool, tasks: Int, between: () -> Void = {}) -> [Int] {
        var counts = [Int](repeating: 0, count: pool.count)
        counts.withUnsafeMutableBufferPointer { counts in
            for _ in 0..<tasks {
                pool.run { counts[$0] += 1 }
                between()
            }
        }
        return counts
    }

    @Test(arguments: [1, 2, 3, 5]) func everyPartOnce(_ workers: Int) {
        let pool = WorkerPool(workers)
        #expect(pool.count == workers)
        for _ in 0..<20 { #expect(Self.calls(pool, tasks: 1) == [Int](repeating: 1, count: workers)) }
    }

    @Test func thousandsOfTasks() {
        #expect(Self.calls(WorkerPool(1), tasks: 5000) == [5000])
        #expect(Self.calls(WorkerPool(2), tasks: 5000) == [5000, 5000])
    }

    @Test func aTaskIsDoneWhenRunReturns() {
        let pool = WorkerPool(3)
        var numbers = [Int](repeating: 0, count: 3000)
        numbers.withUnsafeMutableBufferPointer { numbers in
            for round in 1...50 {
                // Each part reads what the others wrote in the task before.
                pool.run { part in
                    for index in stride(from: part, to: 1000, by: 3) {
                        numbers[round % 2 * 1000 + index] = numbers[(round + 1) % 2 * 1000 + (index + 1) % 1000] + 1
                    }
                }
                #expect(numbers[round % 2 * 1000..<round % 2 * 1000 + 1000].allSatisfy { $0 == round })
            }
        }
    }

    @Test func workersSleepAndWake() {
        let pool = WorkerPool(3)
        #expect(Self.calls(pool, tasks: 20) { Thread.sleep(forTimeInterval: 0.004) } == [20, 20, 20])
    }

    @Test func aPoolGoesAway() {
        for round in 0..<30 {
            var pool: WorkerPool? = WorkerPool(1 + round % 4)
            weak var left: WorkerPool?
            left = pool
            // Some go without a task, some busy, some asleep.
            for _ in 0..<round % 3 { pool?.run { _ in } }
            if round % 5 == 0 { Thread.sleep(forTimeInterval: 0.003) }
            pool = nil
            #expect(left == nil)
        }
    }

    @Test func severalPoolsAtOnce() async {
        let counts = await withTaskGroup(of: [Int].self) { group in
            for _ in 0..<4 { group.addTask { Self.calls(WorkerPool(2), tasks: 300) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts == [[Int]](repeating: [300, 300], count: 4))
    }
}
