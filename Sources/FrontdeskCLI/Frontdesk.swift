import ArgumentParser

/// The `frontdesk` command.
@main
struct FrontdeskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "frontdesk",
        abstract: "A customer-service bot that understands, answers, and learns from its conversations.")
}
