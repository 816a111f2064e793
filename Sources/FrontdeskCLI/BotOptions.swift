internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// What every command takes.
struct BotOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The bot's folder.", valueName: "dir"))
    var bot = "."

    @Flag(name: .long, help: "Print JSON: one object, or one a line.")
    var json = false

    var folder: URL { URL(fileURLWithPath: bot, isDirectory: true) }

    /// The bot of the folder, ready to answer.
    func open() throws -> Bot {
        try Bot(folder: folder, installation: Installation(cache: CommandEnvironment.current.cache()))
    }
}
