import Foundation
import Testing

/// A chat that stays open: lines go in one by one, and each one's JSON comes back before the next goes in.
final class OpenChat {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var waiting = Data()

    init(with bot: TinyBot, conversation: String) throws {
        process.executableURL = CommandRun.binary
        process.arguments = ["chat", "--json", "--conversation", conversation, "--bot", bot.folder.path]
        process.environment = ["PATH": "/usr/bin:/bin"].merging(bot.environment) { $1 }
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    /// Writes a line; returns the object that it leads to.
    func say(_ line: String) throws -> [String: Any] {
        try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
        while !waiting.contains(UInt8(ascii: "\n")) {
            let more = output.fileHandleForReading.availableData
            try #require(!more.isEmpty, "the chat has ended")
            waiting += more
        }
        let parts = waiting.split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
        waiting = Data(parts[1])
        return try #require(try JSONSerialization.jsonObject(with: Data(parts[0])) as? [String: Any])
    }

    /// Ends the input; returns the exit status.
    func end() throws -> Int32 {
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
