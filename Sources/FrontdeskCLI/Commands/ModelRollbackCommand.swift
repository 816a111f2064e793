internal import ArgumentParser
internal import Frontdesk

/// `frontdesk model rollback`
struct ModelRollbackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback", abstract: "Go back to the model that answered before.")

    @OptionGroup var options: BotOptions

    func run() throws {
        try ModelChange(model: options.registry().rollback()).show(json: options.json)
    }
}
