internal import Foundation
internal import Frontdesk
@preconcurrency internal import Rainbow

/// Where a command writes: results to standard output, everything else to standard error.
package struct Console: Sendable {
    /// Whether both ends of the conversation are a terminal.
    package let isInteractive: Bool
    package let hasColor: Bool
    /// The columns that a line may take; unlimited where the output is no terminal.
    package let columns: Int
    /// Whether progress may be shown.
    package let showsProgress: Bool
    private let output: OutputBuffer

    package init(
        isInteractive: Bool = false, hasColor: Bool = false, columns: Int = .max, showsProgress: Bool = false,
        output: Int32 = STDOUT_FILENO, flushesAtOnce: Bool = false
    ) {
        self.isInteractive = isInteractive
        self.hasColor = hasColor
        self.columns = columns
        self.showsProgress = showsProgress
        self.output = OutputBuffer(descriptor: output, flushesAtOnce: flushesAtOnce)
        Rainbow.enabled = hasColor
    }

    /// The console that this process was started on; `environment` decides on colour.
    package static func standard(_ environment: [String: String]) -> Console {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let refusesColor = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        return Console(
            isInteractive: isTerminal && isatty(STDIN_FILENO) == 1,
            hasColor: isTerminal && !refusesColor && environment["TERM"] != "dumb",
            columns: isTerminal ? terminalColumns() : .max,
            showsProgress: isatty(STDERR_FILENO) == 1,
            flushesAtOnce: isTerminal)
    }

    /// Writes one line.
    package func print(_ text: StyledText) throws {
        try output.write(text.rendered(inColor: hasColor) + "\n")
    }

    /// Writes one JSON object on a line of its own.
    package func print(json value: some Encodable) throws {
        try output.write(JSONLine.of(value) + "\n")
    }

    /// Writes text for another program as it is, but visible at a terminal.
    package func print(raw text: String) throws {
        try output.write(columns == .max ? text : VisibleText.of(text))
    }

    /// Puts out what still waits in the buffer.
    package func flush() throws {
        try output.flush()
    }

    /// Writes one line to standard error, after everything printed before it.
    package func note(_ text: StyledText) {
        // What cannot be printed comes up again, and is reported, at the last flush.
        try? output.flush()
        ErrorOutput.write((text.rendered(inColor: hasColor && showsProgress) + "\n"))
    }

    private static func terminalColumns() -> Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 20 else { return 80 }
        return Int(size.ws_col)
    }
}
