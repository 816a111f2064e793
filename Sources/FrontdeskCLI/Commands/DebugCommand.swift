internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk debug`: lines in, JSON lines out, for whoever works on the program itself.
struct DebugCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "debug", abstract: "Look inside: lines in, JSON lines out.", shouldDisplay: false,
        subcommands: [DebugTokenizeCommand.self, DebugEmbedCommand.self, DebugTimingCommand.self])
}

/// Which base model is looked at.
struct BaseOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A base model's folder; without it, the bot's.", valueName: "dir"))
    var base: String?

    @OptionGroup var options: BotOptions

    func folder() throws -> URL {
        if let base { return URL(fileURLWithPath: base, isDirectory: true) }
        let installation = Installation(cache: try CommandEnvironment.current.cache())
        return try installation.folder(of: options.registry().base())
    }
}

/// `frontdesk debug tokenize`
struct DebugTokenizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "tokenize", abstract: "Token ids of each line.")

    @Option(help: "The most tokens of a line; without it, all.")
    var length: Int?

    @OptionGroup var base: BaseOptions

    private struct Tokens: Encodable {
        let ids: [Int32]
    }

    func run() throws {
        let console = CommandEnvironment.current.console
        let tokenize = try BaseModel.tokenizer(folder: base.folder())
        while let line = readLine() { try console.print(json: Tokens(ids: tokenize(line, length))) }
    }
}

/// `frontdesk debug embed`
struct DebugEmbedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "embed", abstract: "The embedding of each line.")

    @OptionGroup var base: BaseOptions

    private struct Embedding: Encodable {
        let embedding: [Float]
    }

    func run() throws {
        let console = CommandEnvironment.current.console
        let model = try BaseModel(folder: base.folder())
        while let line = readLine() { try console.print(json: Embedding(embedding: model.embedding(of: line))) }
    }
}

/// `frontdesk debug timing`
struct DebugTimingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timing", abstract: "Milliseconds to understand each line; nothing is stored.")

    @OptionGroup var options: BotOptions

    private struct Timing: Encodable {
        let milliseconds: Double
    }

    func run() throws {
        let console = CommandEnvironment.current.console
        var bot = try options.open()
        while let line = readLine() { try console.print(json: Timing(milliseconds: bot.timing(of: line))) }
    }
}
