package import Foundation

/// Admits one long job at a time, a `train` or an `import`, over all processes of a bot.
package struct JobLock: Sendable {
    private let lock: FileLock

    /// Takes the lock in `folder` (the bot's `.frontdesk/`), or says which job has it.
    ///
    /// One of the same kind is waited for as long as `patience` lasts, and `waiting` is told so once: other jobs may
    /// take hours.
    package static func acquire(
        folder: URL, job: String, patience: Duration = .zero, waiting: (String) -> Void = { _ in }
    ) throws -> JobLock {
        try AtomicFile.makeFolder(folder, mode: 0o700)
        let file = folder.appending(path: "job.lock")
        let end = ContinuousClock.now + patience
        var hasTold = false
        while true {
            if let lock = try FileLock(file, waits: false) {
                lock.note("\(job)\n\(getpid())\n")
                return JobLock(lock: lock)
            }
            let holder = try holder(file)
            let problem = holder.map { "'\($0.job)' is running (process \($0.process))" } ?? "another job is running"
            // One that has just begun, or ended, has no name.
            guard holder.map({ $0.job == job }) ?? true, ContinuousClock.now < end else {
                throw BotError(.locked, problem, mend: "Wait until it has ended, then try again")
            }
            if holder != nil, !hasTold {
                waiting(problem)
                hasTold = true
            }
            usleep(50_000)
        }
    }

    /// Lets go; it happens as well when the lock is dropped or the process ends.
    package func release() {
        lock.note("")
        lock.release()
    }

    private static func holder(_ file: URL) throws -> (job: Substring, process: Substring)? {
        let lines = try TextFile.read(file, named: ".frontdesk/job.lock").split(separator: "\n")
        return lines.count == 2 ? (lines[0], lines[1]) : nil
    }
}
