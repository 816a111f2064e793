internal import ArgumentParser
internal import Foundation

/// The `frontdesk` command.
@main
struct FrontdeskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "frontdesk",
        abstract: "A customer-service bot that understands, answers, and learns from its conversations.",
        subcommands: [ChatCommand.self, ReplyCommand.self])

    static func main() {
        // A reader that leaves, and a file-size limit, are errors of the write that meets them, not the end.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        let status = run(Array(CommandLine.arguments.dropFirst()))
        let text = status.message.map { StyledText($0) }
        if let text, status.code != 0 { CommandEnvironment.current.console.note(text) }
        if let text, status.code == 0 { print(text.plain) }
        Foundation.exit(status.code)
    }

    /// Runs the command that the arguments name; what it printed is out when this returns.
    private static func run(_ arguments: [String]) -> ExitStatus {
        do {
            var command = try parseAsRoot(arguments)
            try command.run()
            try CommandEnvironment.current.console.flush()
            return .success
        } catch {
            return ExitStatus(error)
        }
    }
}
