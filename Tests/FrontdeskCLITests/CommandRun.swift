import Foundation
import Testing

/// One run of the real `frontdesk` binary: what it was given, and all that came back.
struct CommandRun {
    let status: Int32
    let output: String
    let errors: String

    /// The binary that stands beside this test bundle.
    static let binary = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "frontdesk")

    /// Runs the command in a clean environment and waits for its end.
    ///
    /// `wrapper` is a program with arguments that is handed the command, such as a shell that sets limits first.
    init(
        _ arguments: [String], input: String = "", environment: [String: String] = [:], in folder: URL? = nil,
        outputTo: String? = nil, through wrapper: [String] = []
    ) throws {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "frontdesk-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let files = ["in", "out", "err"].map { scratch.appending(path: $0) }
        try Data(input.utf8).write(to: files[0])
        for file in files.dropFirst() { try Data().write(to: file) }
        let process = Process()
        let command = wrapper + [Self.binary.path] + arguments
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.currentDirectoryURL = folder ?? scratch
        process.environment = Self.cleanEnvironment(home: scratch).merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: outputTo.map(URL.init(fileURLWithPath:)) ?? files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        process.waitUntilExit()
        status = process.terminationStatus
        output = String(decoding: try Data(contentsOf: files[1]), as: UTF8.self)
        errors = String(decoding: try Data(contentsOf: files[2]), as: UTF8.self)
    }
}

extension CommandRun {
    /// What every command has, and nothing of this process's own: kernels and so models depend on some variables.
    static func cleanEnvironment(home: URL) -> [String: String] {
        ["PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "HOME": home.path, "LANG": "C"]
    }

    /// The one JSON object that the command printed.
    func object() throws -> [String: Any] {
        try #require(
            try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any], "\(output)\(errors)")
    }
}
