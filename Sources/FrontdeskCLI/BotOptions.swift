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
        let installation = Installation(cache: try CommandEnvironment.current.cache())
        return try Bot(folder: existing().url, installation: installation)
    }

    /// The models of the bot.
    func registry() throws -> ModelRegistry {
        let bot = try existing()
        return ModelRegistry(try Store(folder: bot.state), folder: bot)
    }

    /// The model that answers; without one, an error that says how to get it.
    func champion(_ registry: ModelRegistry) throws -> String {
        if let id = try registry.champion() { return id }
        throw BotError(.configuration, "this bot has no model yet", mend: "Run 'frontdesk train'")
    }

    /// The folder, if it is a bot's: a mistyped one must not become a bot by being asked for.
    func existing() throws -> BotFolder {
        let bot = BotFolder(folder)
        guard FileManager.default.fileExists(atPath: bot.intents.path) else {
            throw BotError(
                .usage, at: SourceLocation(file: bot.intents.path), "there is no such folder, so this is no bot",
                mend: "Name a bot's folder with --bot, or make one with 'frontdesk init'")
        }
        return bot
    }
}
