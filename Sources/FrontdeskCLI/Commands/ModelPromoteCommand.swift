internal import ArgumentParser
internal import Frontdesk

/// `frontdesk model promote`
struct ModelPromoteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promote", abstract: "Make a model the one that answers.",
        discussion: "Its files are checked against their digests first. An open chat answers by it at the next message."
    )

    @Argument(help: ArgumentHelp("The model's id, or the beginning of it.", valueName: "id"))
    var model: String

    @OptionGroup var options: BotOptions

    func run() throws {
        let registry = try options.registry()
        let id = try registry.resolve(model)
        try registry.promote(id, reason: "by hand")
        try ModelChange(model: id).show(json: options.json)
    }
}

/// Which model answers from now on.
struct ModelChange: Encodable {
    let model: String

    func show(json: Bool) throws {
        let console = CommandEnvironment.current.console
        try json ? console.print(json: self) : console.print("\(model, .strong) answers now.")
    }
}
