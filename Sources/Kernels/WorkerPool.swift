internal import CKernels
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A few threads that do the parts of one task side by side, again and again, with little delay between tasks.
///
/// Between tasks that follow closely a worker spins instead of sleeping, as waking it takes longer than many tasks.
package final class WorkerPool: @unchecked Sendable {
    // Unchecked: `task` is written only while no worker runs, and published by `generation`.

    /// The workers: fewer than were asked for where the system gives no more threads.
    package private(set) var count = 1
    private let generation = Atomic<Int>(0)
    private let running = Atomic<Int>(0)
    private let isStopped = Atomic<Bool>(false)
    private var task: (Int) -> Void = { _ in }
    private var threads: [pthread_t] = []
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    /// Turns of the waiting loop before a worker sleeps: some tenths of a millisecond.
    private static let spins = 20_000

    /// A pool of `wanted` workers, the calling thread being one of them.
    package init(_ wanted: Int) {
        precondition(wanted > 0)
        pthread_mutex_init(lock, nil)
        pthread_cond_init(wake, nil)
        while count < wanted, start(count) { count += 1 }
    }

    deinit {
        isStopped.store(true, ordering: .releasing)
        publish()
        for thread in threads { pthread_join(thread, nil) }
        pthread_cond_destroy(wake)
        pthread_mutex_destroy(lock)
        lock.deallocate()
        wake.deallocate()
    }

    /// Calls `part` once with each number below `count`, at the same time, and returns when all are done.
    ///
    /// The parts must not write what another one touches. Not to be called from within a part, nor by two threads.
    package func run(_ part: (Int) -> Void) {
        guard count > 1 else { return part(0) }
        withoutActuallyEscaping(part) { part in
            task = part
            running.store(count - 1, ordering: .relaxed)
            publish()
            part(0)
            waitForOthers()
            task = { _ in }
        }
    }

    /// Spins, and lets other threads have the processor where it takes longer: a worker may be waiting for it.
    private func waitForOthers() {
        var turns = 0
        while running.load(ordering: .acquiring) > 0 {
            turns += 1
            if turns < Self.spins { ck_pause() } else { sched_yield() }
        }
    }

    private func publish() {
        pthread_mutex_lock(lock)
        generation.add(1, ordering: .releasing)
        pthread_cond_broadcast(wake)
        pthread_mutex_unlock(lock)
    }

    /// Starts a thread; false where the system gives none.
    private func start(_ index: Int) -> Bool {
        let worker = Unmanaged.passRetained(Worker(pool: Unmanaged.passUnretained(self), index: index))
        var thread = pthread_t()
        let result = pthread_create(
            &thread, nil,
            { @Sendable argument in
                // The pool joins its threads before it goes, so the reference holds.
                let worker = Unmanaged<Worker>.fromOpaque(argument!).takeRetainedValue()
                worker.pool._withUnsafeGuaranteedRef { $0.work(worker.index) }
                return nil
            }, worker.toOpaque())
        guard result == 0 else {
            worker.release()
            return false
        }
        threads.append(thread)
        return true
    }

    private func work(_ index: Int) {
        var seen = 0
        while true {
            wait(after: seen)
            seen += 1
            if isStopped.load(ordering: .acquiring) { return }
            task(index)
            running.subtract(1, ordering: .releasing)
        }
    }

    private func wait(after seen: Int) {
        for _ in 0..<Self.spins {
            if generation.load(ordering: .acquiring) > seen { return }
            ck_pause()
        }
        pthread_mutex_lock(lock)
        while generation.load(ordering: .acquiring) <= seen { pthread_cond_wait(wake, lock) }
        pthread_mutex_unlock(lock)
    }
}

/// What a thread of the pool is given.
private final class Worker {
    let pool: Unmanaged<WorkerPool>
    let index: Int

    init(pool: Unmanaged<WorkerPool>, index: Int) {
        self.pool = pool
        self.index = index
    }
}
