internal import ArgumentParser

/// `frontdesk model`: the registry.
struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model", abstract: "List models, compare them, choose the one that answers, add base models.",
        subcommands: [
            ModelListCommand.self, ModelShowCommand.self, ModelCompareCommand.self, ModelReplayCommand.self,
            ModelPromoteCommand.self, ModelRollbackCommand.self, ModelAddBaseCommand.self,
        ])
}
