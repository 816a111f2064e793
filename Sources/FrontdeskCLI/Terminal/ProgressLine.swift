internal import Foundation

/// One line of progress on standard error: how much is done, at what rate, and what time is left.
package struct ProgressLine {
    private let console: Console
    private let title: String
    /// When the work was first looked at, and how much had been done by then.
    private var start: (time: ContinuousClock.Instant, done: Int)?
    private var shown: ContinuousClock.Instant?

    package init(_ title: String, on console: Console) {
        self.title = title
        self.console = console
    }

    /// Shows the new state, at most ten times a second, and only at a terminal.
    package mutating func update(done: Int, total: Int, detail: String? = nil) {
        let now = ContinuousClock.now
        guard console.showsProgress else { return }
        let start = start ?? (now, done)
        self.start = start
        if let shown, now - shown < .milliseconds(100), done < total { return }
        shown = now
        let text = Self.text(
            title, done: done, total: total, since: start.done, seconds: (now - start.time) / .seconds(1),
            detail: detail)
        // A line that wraps could not be written over.
        let columns = console.columns == .max ? console.columns : console.columns - 1
        ErrorOutput.write("\r\(DisplayWidth.truncate(VisibleText.of(text), to: columns))\u{1B}[K")
    }

    /// Clears the line.
    package mutating func finish() {
        guard shown != nil else { return }
        shown = nil
        ErrorOutput.write("\r\u{1B}[K")
    }

    /// `train  320/1,280  25 %  160/s  0:06 left`
    package static func text(
        _ title: String, done: Int, total: Int, since start: Int = 0, seconds: Double, detail: String? = nil
    ) -> String {
        let rate = seconds > 0 ? Double(done - start) / seconds : 0
        var parts = [title, "\(grouped(done))/\(grouped(total))"]
        if total > 0 { parts.append("\(done * 100 / total) %") }
        if rate > 0 {
            parts.append(rate >= 10 ? "\(grouped(Int(rate)))/s" : String(format: "%.1f/s", rate))
            parts.append("\(clock(Double(total - done) / rate)) left")
        }
        return (parts + [detail].compactMap { $0 }).joined(separator: "  ")
    }

    private static func clock(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        return whole >= 3600
            ? String(format: "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
            : String(format: "%d:%02d", whole / 60, whole % 60)
    }

    private static func grouped(_ number: Int) -> String {
        var digits = String(number)
        var index = digits.count - 3
        while index > 0 {
            digits.insert(",", at: digits.index(digits.startIndex, offsetBy: index))
            index -= 3
        }
        return digits
    }
}
