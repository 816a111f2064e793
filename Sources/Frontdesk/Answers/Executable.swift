package import Foundation

/// Runs an action or a handoff command: JSON on its standard input, JSON back on its standard output.
///
/// No shell stands between: what a customer wrote reaches the program only inside the JSON it reads,
/// never its arguments or environment.
package struct Executable: Sendable {
    /// Why a program gave no answer.
    package enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
        case cannotStart(String)
        case late(seconds: Double)
        case exited(Int32)
        case tooMuch
        case notJSON

        package var description: String {
            switch self {
            case .cannotStart(let reason): "it cannot be started: \(reason)"
            case .late(let seconds): "it took longer than \(seconds) seconds"
            case .exited(let status): "it ended with status \(status)"
            case .tooMuch: "it printed more than \(Executable.outputLimit) bytes"
            case .notJSON: "its output is not one JSON object"
            }
        }
    }

    package let path: String
    package let timeLimit: Double
    /// More than any honest answer; what exceeds it is no answer.
    private static let outputLimit = 1 << 20

    package init(path: String, timeLimit: Double = 2) {
        self.path = path
        self.timeLimit = timeLimit
    }

    /// Sends `input`, waits for the end of the program, and returns the values it printed as strings.
    package func run(_ input: Data) throws(Failure) -> [String: String] {
        try Self.values(in: output(for: input))
    }

    /// Sends `input` and returns what the program printed; any ending but success is an error.
    package func output(for input: Data) throws(Failure) -> Data {
        let process = Process()
        let stdin = Pipe()
        let stdout = Pipe()
        process.executableURL = URL(fileURLWithPath: path)
        process.currentDirectoryURL = URL(fileURLWithPath: path).deletingLastPathComponent()
        process.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"]
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            throw .cannotStart((error as NSError).localizedDescription)
        }
        let deadline = Date().addingTimeInterval(timeLimit)
        write(input, to: stdin.fileHandleForWriting, until: deadline)
        let output = read(from: stdout.fileHandleForReading, until: deadline)
        // A program whose output nobody reads any more may never end.
        if case .failure(.tooMuch) = output { stop(process) } else { try end(process, by: deadline) }
        return try output.get()
    }

    /// Writes without blocking for ever on a program that reads nothing; an early close is its own affair.
    private func write(_ input: Data, to handle: FileHandle, until deadline: Date) {
        let descriptor = handle.fileDescriptor
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        var rest = input[...]
        while !rest.isEmpty, wait(for: descriptor, POLLOUT, until: deadline) {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 { break }
            rest = rest.dropFirst(count)
        }
        _ = try? handle.close()  // The program may have closed its end; reading its output tells how it went.
    }

    private func read(from handle: FileHandle, until deadline: Date) -> Result<Data, Failure> {
        var output = Data()
        var chunk = [UInt8](repeating: 0, count: 4096)
        while wait(for: handle.fileDescriptor, POLLIN, until: deadline) {
            let count = Foundation.read(handle.fileDescriptor, &chunk, chunk.count)
            if count <= 0 { return .success(output) }
            output.append(contentsOf: chunk[..<count])
            if output.count > Self.outputLimit { return .failure(.tooMuch) }
        }
        return .failure(.late(seconds: timeLimit))
    }

    /// Whether the descriptor is ready before the deadline; a signal, such as Ctrl-C in a chat, does not end the wait.
    private func wait(for descriptor: Int32, _ events: Int32, until deadline: Date) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        while true {
            let left = deadline.timeIntervalSinceNow
            guard left > 0 else { return false }
            let ready = poll(&entry, 1, Int32(left * 1000))
            if ready >= 0 || errno != EINTR { return ready > 0 }
        }
    }

    private func end(_ process: Process, by deadline: Date) throws(Failure) {
        while process.isRunning, deadline.timeIntervalSinceNow > 0 { usleep(1000) }
        if process.isRunning {
            stop(process)
            throw .late(seconds: timeLimit)
        }
        if process.terminationStatus != 0 { throw .exited(process.terminationStatus) }
    }

    private func stop(_ process: Process) {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    private static func values(in output: Data) throws(Failure) -> [String: String] {
        guard let object = try? JSONSerialization.jsonObject(with: output), let values = object as? [String: Any]
        else { throw .notJSON }
        return values.compactMapValues { value in
            switch value {
            case let text as String: text
            case let number as NSNumber: number.stringValue
            default: nil
            }
        }
    }
}
