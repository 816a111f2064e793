package import Foundation

/// Reads what a person types: through readline at a terminal, plainly line by line elsewhere.
package struct LineReader {
    package enum Mode: Sendable {
        case terminal, plain
    }

    package enum Input: Sendable, Hashable {
        case line(String)
        /// Ctrl-C: whatever was typed is thrown away.
        case cleared
        /// Ctrl-D, or the end of the file.
        case end
    }

    package let mode: Mode
    private var history: LineHistory?
    private let warn: (any Error) -> Void

    /// Prepares the terminal; `history` is the file that keeps lines from one time to the next.
    ///
    /// A history that cannot be kept is no reason to stop: `warn` tells of it, once.
    package init(
        mode: Mode, history: URL? = nil, completion: Completion = Completion(),
        warn: @escaping (any Error) -> Void = { _ in }
    ) {
        self.mode = mode
        self.warn = warn
        guard mode == .terminal else { return }
        Readline.prepare(completion)
        do {
            self.history = try history.map(LineHistory.init)
        } catch {
            warn(error)
        }
    }

    /// Waits for the next line; `prompt` is shown at a terminal only.
    package mutating func next(prompt: String) -> Input {
        switch mode {
        case .plain:
            // A text ends at a NUL for whatever stores it.
            return readLine().map { .line($0.replacing("\0", with: " ")) } ?? .end
        case .terminal:
            let input = Readline.read(prompt: prompt)
            if case .line(let line) = input { remember(line) }
            return input
        }
    }

    private mutating func remember(_ line: String) {
        do {
            try history?.append(line)
        } catch {
            history = nil
            warn(error)
        }
    }

    /// Gives the completion other intents to offer, as when an edit added one.
    package func offer(_ completion: Completion) {
        if mode == .terminal { Readline.offer(completion) }
    }
}
