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

    /// Writes all of it, or, where that fails, nothing; never over the files of the bot.
    func write(_ lines: [String], of bot: BotFolder) throws {
        try write(text: lines.map { $0 + "\n" }.joined(), of: bot)
    }

    /// Writes a text whose last line is ended.
    func write(text: String, of bot: BotFolder) throws {
        guard let output else { return try CommandEnvironment.current.console.print(raw: text) }
        try bot.assertNotOwn(URL(fileURLWithPath: output), named: output)
        try AtomicFile.write(text, to: URL(fileURLWithPath: output), named: output, mode: 0o600)
    }
}
