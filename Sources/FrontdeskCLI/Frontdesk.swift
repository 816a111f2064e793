internal import ArgumentParser
internal import Foundation

/// The `frontdesk` command.
@main
struct FrontdeskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "frontdesk",
        abstract: "A customer-service bot that understands, answers, and learns from its conversations.",
        version: "frontdesk 0.1.0-dev",
        subcommands: [
            InitCommand.self, ChatCommand.self, ReplyCommand.self, SearchCommand.self, TrainCommand.self,
            TestCommand.self, CheckCommand.self, StatsCommand.self, ImportCommand.self, ExportCommand.self,
            ReviewCommand.self, ModelCommand.self, ForgetCommand.self, DebugCommand.self,
        ])

    static func main() {
        openStandardDescriptors()
        // A reader that leaves, and a file-size limit, are errors of the write that meets them, not the end.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        Foundation.exit(run(Array(CommandLine.arguments.dropFirst()), on: CommandEnvironment.current.console))
    }

    /// Where one of the three was closed, a file opened later would take its number, and be printed into.
    private static func openStandardDescriptors() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", O_RDONLY)
        }
    }

    /// Runs the command that the arguments name; what it printed is out when this returns the exit code.
    private static func run(_ arguments: [String], on console: Console) -> Int32 {
        do {
            var command = try parseAsRoot(arguments)
            try command.run()
            try console.flush()
            return 0
        } catch {
            return ExitStatus(error).show(on: console)
        }
    }
}
