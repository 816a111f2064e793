import Foundation

/// A real terminal, by tmux: types keys into a program and reads the screen.
struct TerminalSession {
    private let socket = "frontdesk-test-\(UUID().uuidString)"

    /// Whether tmux is installed; a test without it has no terminal to drive.
    static let isAvailable = ["/usr/bin/tmux", "/usr/local/bin/tmux"].contains(
        where: FileManager.default.isExecutableFile)

    /// Starts the command in a terminal of 80 columns.
    init(_ arguments: [String], environment: [String: String]) throws {
        let assignments = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        try Self.tmux(
            socket,
            ["-f", "/dev/null", "-u", "new-session", "-d", "-x", "80", "-y", "40", "env"] + assignments
                + [CommandRun.binary.path] + arguments)
    }

    /// Types text as it is.
    func type(_ text: String) throws {
        try Self.tmux(socket, ["send-keys", "-l", text])
    }

    /// Presses a key by tmux's name for it: `Enter`, `C-c`, `Tab`.
    func press(_ key: String) throws {
        try Self.tmux(socket, ["send-keys", key])
    }

    /// Waits until the screen satisfies a condition, ten seconds at most; returns the screen as it then is.
    func screen(until condition: (String) -> Bool) throws -> String {
        var screen = ""
        for _ in 0..<100 {
            screen = try Self.tmux(socket, ["capture-pane", "-p"]).trimmingCharacters(in: .whitespacesAndNewlines)
            if condition(screen) { break }
            usleep(100_000)
        }
        return screen
    }

    /// Waits until the program has ended, ten seconds at most; false if it still runs.
    func ends() -> Bool {
        for _ in 0..<100 {
            do {
                try Self.tmux(socket, ["has-session"])
            } catch {
                return true
            }
            usleep(100_000)
        }
        return false
    }

    /// Ends whatever still runs.
    func close() {
        _ = try? Self.tmux(socket, ["kill-server"])  // It has ended already when all went well.
    }

    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs tmux and returns what it printed.
    ///
    /// Not by `Process`: its server lives on, and Foundation would wait for it as for a child.
    @discardableResult
    private static func tmux(_ socket: String, _ arguments: [String]) throws -> String {
        let output = FileManager.default.temporaryDirectory.appending(path: "frontdesk-screen-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: output) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        for descriptor in Int32(3)..<256 { posix_spawn_file_actions_addclose(&actions, descriptor) }
        // The threads that run tests block signals, and Ctrl-C is one.
        var attributes = posix_spawnattr_t()
        var none = sigset_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let variables = ["PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "TERM=xterm-256color"]
        let argv: [UnsafeMutablePointer<CChar>?] = (["tmux", "-L", socket] + arguments).map { strdup($0) }
        let environment: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) }
        defer { (argv + environment).forEach { free($0) } }
        var child: pid_t = 0
        var status: Int32 = 0
        guard posix_spawnp(&child, "tmux", &actions, &attributes, argv + [nil], environment + [nil]) == 0,
            waitpid(child, &status, 0) == child, status == 0
        else { throw Failure(description: "tmux \(arguments.first ?? "") failed") }
        return String(decoding: try Data(contentsOf: output), as: UTF8.self)
    }
}
