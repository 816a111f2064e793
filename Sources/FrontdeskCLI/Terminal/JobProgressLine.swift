internal import Frontdesk

/// The progress line of a job with several steps, each with a rate of its own.
final class JobProgressLine {
    private let console: Console
    private var step: String?
    private var line: ProgressLine?

    init(on console: Console) {
        self.console = console
    }

    /// Shows how far the job has come.
    func show(_ progress: JobProgress) {
        if let announcement = progress.announcement {
            finish()
            return console.note("\(announcement)")
        }
        if progress.step != step {
            line?.finish()
            line = ProgressLine(progress.step, on: console)
            step = progress.step
        }
        line?.update(done: progress.done, total: progress.total, detail: progress.detail)
    }

    func finish() {
        line?.finish()
        line = nil
        step = nil
    }
}
