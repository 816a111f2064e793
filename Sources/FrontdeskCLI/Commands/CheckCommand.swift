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
            first one. Warnings tell what lets the bot run, but answer worse than it could.
            """)

    @Flag(help: "End with status 1 if there are warnings.")
    var strict = false

    @OptionGroup var options: BotOptions

    func run() throws {
        let console = CommandEnvironment.current.console
        let installation = Installation(cache: try CommandEnvironment.current.cache())
        let check = try BotCheck(options.existing(), installation)
        if options.json {
            try console.print(json: CheckJSON(check))
        } else {
            for error in check.errors { try console.print(Self.line("error", .bad, error)) }
            for warning in check.warnings { try console.print(Self.line("warning", .warning, warning)) }
            try console.print(Self.summary(of: check))
        }
        try console.flush()
        if let first = check.errors.first { throw ExitCode(first.kind.rawValue) }
        if strict, !check.warnings.isEmpty { throw ExitCode(BotError.Kind.failed.rawValue) }
    }

    /// `file:line:column: error: problem. Mend`, as compilers write it and editors read it.
    private static func line(_ word: String, _ style: StyledText.Style, _ error: BotError) -> StyledText {
        let place = error.location.map { "\($0): " } ?? ""
        let sentence = [error.problem, error.mend].compactMap { $0 }.joined(separator: ". ")
        return "\(place)\(word, style): \(sentence)"
    }

    private static func summary(of check: BotCheck) -> StyledText {
        let summary = check.summary
        var parts = [
            "\(count(summary.intents, "intent")) with \(count(summary.examples, "example"))",
            count(summary.entries, "entry", "entries"), count(summary.articles, "article"),
            summary.languages.joined(separator: ", "),
            summary.model.map { "model \($0)" } ?? "no model yet: 'frontdesk train' makes one",
        ]
        if !check.errors.isEmpty { parts.append(count(check.errors.count, "error")) }
        if !check.warnings.isEmpty { parts.append(count(check.warnings.count, "warning")) }
        return StyledText(parts.joined(separator: " · "))
    }

    private static func count(_ count: Int, _ one: String, _ many: String? = nil) -> String {
        "\(count) \(count == 1 ? one : many ?? one + "s")"
    }
}

/// A check as `--json` prints it.
private struct CheckJSON: Encodable {
    let errors: [ProblemJSON]
    let warnings: [ProblemJSON]
    let intents: Int
    let examples: Int
    let entries: Int
    let articles: Int
    let languages: [String]
    let model: String?
    let base: String

    init(_ check: BotCheck) {
        errors = check.errors.map(ProblemJSON.init)
        warnings = check.warnings.map(ProblemJSON.init)
        intents = check.summary.intents
        examples = check.summary.examples
        entries = check.summary.entries
        articles = check.summary.articles
        languages = check.summary.languages
        model = check.summary.model
        base = check.summary.base
    }
}
