internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk model add-base`
struct ModelAddBaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add-base", abstract: "Keep a base model for this user, and train this bot from it.",
        discussion: """
            The folder is a Hugging Face BERT checkpoint: config.json, vocab.txt, model.safetensors. It is copied into \
            the cache. With --only-add no bot's base model changes.
            """)

    @Argument(help: ArgumentHelp("The checkpoint's folder.", valueName: "dir"))
    var folder: String

    @Flag(help: "Add it to the cache, and leave this bot as it is.")
    var onlyAdd = false

    @OptionGroup var options: BotOptions

    func run() throws {
        let console = CommandEnvironment.current.console
        let installation = Installation(cache: try CommandEnvironment.current.cache())
        let digest = try installation.add(URL(fileURLWithPath: folder, isDirectory: true))
        if !onlyAdd { try options.registry().setBase(digest) }
        if options.json { return try console.print(json: Added(base: digest)) }
        let next = onlyAdd ? "" : "; the next 'frontdesk train' starts from it"
        try console.print("\(digest, .strong) is in \(installation.cache.path)\(next).")
    }

    private struct Added: Encodable {
        let base: String
    }
}
