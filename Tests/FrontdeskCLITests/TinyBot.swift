import Foundation

/// A bot of its own for one test: what `init` makes, trained on the golden tiny BERT; removed with its last use.
final class TinyBot: Sendable {
    let folder: URL
    /// What commands need to find the base model.
    let environment: [String: String]

    private static let trained = Result { try TrainedFolder() }

    init() throws {
        let original = try Self.trained.get()
        folder = FileManager.default.temporaryDirectory.appending(path: "frontdesk-bot-\(UUID().uuidString)")
        environment = original.environment
        try FileManager.default.copyItem(at: original.folder, to: folder)
    }

    /// The same bot over again, in a folder of its own.
    init(copying other: TinyBot) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "frontdesk-bot-\(UUID().uuidString)")
        environment = other.environment
        try FileManager.default.copyItem(at: other.folder, to: folder)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    /// Runs a command in the bot's folder.
    func run(_ arguments: String..., input: String = "") throws -> CommandRun {
        try run(arguments, input: input)
    }

    /// Runs a command in the bot's folder.
    func run(_ arguments: [String], input: String = "") throws -> CommandRun {
        try CommandRun(arguments, input: input, environment: environment, in: folder)
    }

    /// A chat of these lines; its transcript.
    func chat(_ lines: String...) throws -> String {
        let run = try run("chat", input: lines.joined(separator: "\n") + "\n")
        return run.output + run.errors
    }
}

/// The one training that all tests of a run share.
private struct TrainedFolder: Sendable {
    let folder: URL
    let environment: [String: String]

    private static let scratch = FileManager.default.temporaryDirectory.appending(
        path: "frontdesk-trained-\(getpid())")

    init() throws {
        let scratch = Self.scratch
        atexit { _ = try? FileManager.default.removeItem(at: TrainedFolder.scratch) }
        folder = scratch.appending(path: "bot")
        environment = ["FRONTDESK_CACHE": scratch.appending(path: "cache").path]
        let base = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "BERTTests/Fixtures/Encoder/tiny")
        for arguments in [["init", folder.path], ["model", "add-base", base.path], ["train"]] {
            let isInFolder = arguments[0] != "init"
            let run = try CommandRun(arguments, environment: environment, in: isInFolder ? folder : nil)
            guard run.status == 0 else { throw Failure(description: "\(arguments): \(run.errors)") }
        }
    }

    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }
}
