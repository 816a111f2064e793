internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk check`
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Look for mistakes in the bot's files, and check its models.",
        discussion: """
            Reads intents, knowledge, settings, evaluation and calibration, and tells everything that is wrong; then \
            compares the base model and the model that answers with their digests. Errors end with the status of the \
            first one. Warnings tell what lets the bot run, but answer worse than it could; behind each stands its kind.
            """)

    @Flag(help: "End with status 1 if there are warnings.")
    var strict = false

    @Flag(
        help: """
            Also judge each example's label by the other examples, and compare all of them by their meaning, which takes \
            as long as a training.
            """)
    var deep = false

    @Option(help: ArgumentHelp("Leave out warnings of that kind; may be given several times.", valueName: "kind"))
    var ignore: [BotWarning.Kind] = []

    @OptionGroup var options: BotOptions

    func run() throws {
        let console = CommandEnvironment.current.console
        let installation = Installation(cache: try CommandEnvironment.current.cache())
        let progress = JobProgressLine(on: console)
        defer { progress.finish() }
        let check = try BotCheck(options.existing(), installation, isDeep: deep) { progress.show($0) }
        progress.finish()
        let report = CheckReport(check, without: Set(ignore))
        if options.json {
            try console.print(json: CheckJSON(report))
        } else {
            for line in report.lines { try console.print(line) }
        }
        try console.flush()
        if let first = check.errors.first { throw ExitCode(first.kind.rawValue) }
        if strict, !report.warnings.isEmpty { throw ExitCode(BotError.Kind.failed.rawValue) }
    }
}

extension BotWarning.Kind: ExpressibleByArgument {}
