@preconcurrency internal import CReadline
internal import Foundation

/// GNU readline, one per process, made to answer Ctrl-C, Ctrl-D and Tab as a chat needs.
///
/// Its state is C globals, and so is what its callbacks read here; all of it is touched by the one
/// thread that calls `read`, but for `interrupted`, which only a signal handler sets.
enum Readline {
    nonisolated(unsafe) private static var completion = Completion()
    nonisolated(unsafe) private static var matches: [String] = []
    nonisolated(unsafe) private static var interrupted: sig_atomic_t = 0
    nonisolated(unsafe) private static var hungUp = false

    /// Sets the locale, the keys and the signals up.
    static func prepare(_ completion: Completion) {
        speakUTF8()
        offer(completion)
        rl_readline_name = UnsafePointer(strdup("frontdesk"))
        rl_completer_word_break_characters = UnsafePointer(strdup(" \t\n"))
        rl_attempted_completion_function = { @Sendable word, start, _ in Readline.complete(word, start) }
        rl_event_hook = { @Sendable in Readline.look() }
        catchInterrupts()
    }

    static func offer(_ completion: Completion) {
        self.completion = completion
    }

    /// Reads one line; Ctrl-C ends it at once.
    static func read(prompt: String) -> LineReader.Input {
        interrupted = 0
        let line = readline(invisible(prompt))
        defer { free(line) }
        if interrupted != 0 { return .cleared }
        guard let line, !hungUp else { return .end }
        return .line(String(cString: line))
    }

    /// A prompt in which readline doesn't count escape sequences as columns.
    private static func invisible(_ prompt: String) -> String {
        prompt.replacing(/\u{1B}\[[0-9;]*m/) { "\u{01}\($0.output)\u{02}" }
    }

    /// Where the locale is not UTF-8, as under `LANG=C`, Chinese could not be typed: take `C.UTF-8` instead.
    ///
    /// The environment has to say so too, for readline sets the locale from it again.
    private static func speakUTF8() {
        setlocale(LC_ALL, "")
        if String(cString: nl_langinfo(Int32(CODESET))) == "UTF-8" { return }
        setenv("LC_ALL", "C.UTF-8", 1)
        setlocale(LC_ALL, "C.UTF-8")
    }

    private static func catchInterrupts() {
        interrupted = 0
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { @Sendable _ in Readline.interrupted = 1 }
        action.sa_flags = SA_RESTART
        sigaction(SIGINT, &action, nil)
    }

    /// Called ten times a second while readline waits: ends the line after Ctrl-C or when the terminal is gone.
    private static func look() -> Int32 {
        var entry = pollfd(fd: STDIN_FILENO, events: 0, revents: 0)
        hungUp = poll(&entry, 1, 0) > 0
        if interrupted != 0 || hungUp { rl_done = 1 }
        return 0
    }

    private static func complete(
        _ word: UnsafePointer<CChar>?, _ start: Int32
    ) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
        guard let word, let line = rl_line_buffer else { return nil }
        let before = String(decoding: UnsafeRawBufferPointer(start: line, count: Int(start)), as: UTF8.self)
        switch completion.offer(for: String(cString: word), after: before) {
        case .files:
            rl_attempted_completion_over = 0
            return nil
        case .words(let words):
            rl_attempted_completion_over = 1
            matches = words.reversed()
            return rl_completion_matches(word) { @Sendable _, _ in Readline.matches.popLast().flatMap { strdup($0) } }
        }
    }
}
