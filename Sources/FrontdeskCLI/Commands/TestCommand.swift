internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk test`
struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Measure how the bot replies to labelled messages and conversations.",
        discussion: """
            Files are JSON lines of labelled messages, {"text", "intent"}, or of queries with the knowledge entries \
            that answer them, {"query", "relevant": [ids]}, or YAML conversations; without any, those in evaluation/. \
            Nothing is stored and nobody is told. --report writes report.html, a page with plots that needs nothing \
            else, and its figures as report.json and scalars.csv. A conversation that goes otherwise ends with status 1.
            """)

    @Argument(help: ArgumentHelp("Files of messages or queries (.jsonl) or conversations (.yml).", valueName: "file"))
    var files: [String] = []

    @Option(help: ArgumentHelp("Write each message's scores there, as JSON lines.", valueName: "file"))
    var scores: String?

    @Option(help: ArgumentHelp("Write a page with plots, and its figures, into that folder.", valueName: "dir"))
    var report: String?

    @OptionGroup var options: BotOptions

    func run() throws {
        let console = CommandEnvironment.current.console
        let bot = try options.open()
        let cases = try TestCases(files: files, in: options.existing(), intents: bot.intentNames)
        let folder = try report.map { try ReportFolder(URL(fileURLWithPath: $0, isDirectory: true), named: $0) }
        let evaluator = try Evaluator(bot)
        let tested = try evaluate(cases.messages, by: evaluator, on: console)
        let retrieval = try evaluate(cases.queries, by: evaluator, on: console)
        let outcomes = try evaluator.evaluate(cases.conversations)
        let summary = TestSummary(report: tested?.report, retrieval: retrieval, conversations: outcomes)
        if let folder {
            let page = TestPage(subject(cases, evaluator), tested, retrieval, outcomes).page
            var numbers = summary
            numbers.details = tested?.details
            try folder.write(page, numbers: numbers, scalars: ReportScalar.all(in: summary))
        }
        try show(summary, on: console)
        if outcomes.contains(where: { !$0.passed }) { throw ExitCode(BotError.Kind.failed.rawValue) }
    }

    private func show(_ summary: TestSummary, on console: Console) throws {
        if options.json {
            try console.print(json: summary)
        } else {
            for line in summary.lines(limit: console.columns) { try console.print(line) }
        }
        try console.flush()
    }

    private func subject(_ cases: TestCases, _ evaluator: Evaluator) -> TestPage.Subject {
        TestPage.Subject(
            bot: options.folder.standardizedFileURL.lastPathComponent, model: evaluator.model, files: cases.names,
            made: Date())
    }

    private func evaluate(
        _ messages: [EvaluationMessage], by evaluator: Evaluator, on console: Console
    ) throws -> Evaluator.Tested? {
        guard !messages.isEmpty else { return nil }
        var progress = ProgressLine("Testing", on: console)
        defer { progress.finish() }
        let tested = try evaluator.evaluate(messages) { progress.update(done: $0, total: messages.count) }
        if let scores {
            let lines = try tested.scored.map { try JSONLine.of($0) + "\n" }
            try AtomicFile.write(lines.joined(), to: URL(fileURLWithPath: scores), named: scores)
        }
        return tested
    }
}

extension TestCommand {
    private func evaluate(
        _ queries: [EvaluationQuery], by evaluator: Evaluator, on console: Console
    ) throws -> RetrievalReport? {
        guard !queries.isEmpty else { return nil }
        var progress = ProgressLine("Searching", on: console)
        defer { progress.finish() }
        return try evaluator.evaluate(queries) { progress.update(done: $0, total: queries.count) }
    }
}

/// What is to be tested: the messages, queries and conversations of some files.
struct TestCases {
    private(set) var messages: [EvaluationMessage] = []
    private(set) var queries: [EvaluationQuery] = []
    private(set) var conversations: [ConversationTest] = []
    /// The files, as they were named.
    let names: [String]

    /// Reads the files named, or else the bot's own.
    init(files: [String], in bot: BotFolder, intents: [String]) throws {
        let paths = try files.isEmpty ? Self.own(bot) : files.map { (URL(fileURLWithPath: $0), $0) }
        names = paths.map(\.1)
        for (file, name) in paths {
            let text = try TextFile.read(ofBot: file, named: name)
            switch file.pathExtension.lowercased() {
            case "jsonl" where EvaluationQuery.areIn(text): queries += try EvaluationQuery.read(text, named: name)
            case "jsonl": messages += try EvaluationMessage.read(text, named: name, intents: Set(intents))
            case "yml", "yaml": conversations += try ConversationTest.read(text, named: name)
            default:
                throw BotError(
                    .usage, at: SourceLocation(file: name), "this is neither a .jsonl nor a .yml file",
                    mend: "Name JSON lines of messages or queries, or YAML conversations")
            }
        }
    }

    private static func own(_ bot: BotFolder) throws -> [(URL, String)] {
        let folder = bot.evaluation
        let files = try BotFolder.files(in: folder, endings: ["jsonl", "yml", "yaml"])
        guard !files.isEmpty else {
            throw BotError(
                .usage, at: SourceLocation(file: bot.relativePath(of: folder)), "there is nothing to test with",
                mend: #"Put JSON lines of {"text": "…", "intent": "…"} there, or name a file"#)
        }
        return files.map { ($0, bot.relativePath(of: $0)) }
    }
}
