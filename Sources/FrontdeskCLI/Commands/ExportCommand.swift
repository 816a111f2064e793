internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk export`
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write conversations or knowledge for other programs.",
        subcommands: [ExportLogsCommand.self, ExportKnowledgeCommand.self])
}

/// Where an export goes.
struct ExportOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The file to write; without it, standard output.", valueName: "file"))
    var output: String?

    /// Writes all of it, or, where that fails, nothing.
    func write(_ lines: [String]) throws {
        try write(text: lines.map { $0 + "\n" }.joined())
    }

    /// Writes a text whose last line is ended.
    func write(text: String) throws {
        guard let output else { return try CommandEnvironment.current.console.print(raw: text) }
        try AtomicFile.write(text, to: URL(fileURLWithPath: output), named: output, mode: 0o600)
    }
}
