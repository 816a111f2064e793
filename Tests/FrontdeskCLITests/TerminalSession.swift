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

    @discardableResult
    private static func tmux(_ socket: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["tmux", "-L", socket] + arguments
        process.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm-256color"]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(description: "tmux \(arguments) failed") }
        return String(decoding: data, as: UTF8.self)
    }
}
