internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk test`
struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Measure how the bot replies to labelled messages and conversations.",
        discussion: """
            Files are JSON lines of labelled messages, {"text", "intent"}, or of queries with the knowledge entries \
            that answer them, {"query", "relevant": [ids]}, CSV of queries (columns query and relevant, | between \
            several ids), or YAML conversations; without any, those in evaluation/. Nobody is told, and nothing is \
            stored but the figures of queries, with which the next test of the same files is compared. --report writes report.html, a page with plots that needs nothing \
            else, and its figures as report.json and scalars.csv. A conversation that goes otherwise ends with status 1.
            """)

    @Argument(
        help: ArgumentHelp("Files of messages or queries (.jsonl, .csv) or conversations (.yml).", valueName: "file"))
    var files: [String] = []

    @Option(help: ArgumentHelp("Write each message's scores there, as JSON lines.", valueName: "file"))
    var scores: String?

    @Option(help: ArgumentHelp("Write a page with plots, and its figures, into that folder.", valueName: "dir"))
    var report: String?

    @Option(help: "How many queries to show whose first hit is not right; 0 shows all.")
    var misses = 20

    @OptionGroup var options: BotOptions

    func validate() throws {
        guard misses >= 0 else { throw ValidationError("--misses must be at least 0") }
    }

    func run() throws {
        let console = CommandEnvironment.current.console
        let bot = try options.open()
        let cases = try TestCases(files: files, in: options.existing(), intents: bot.intentNames)
        let folder = try report.map { try ReportFolder(URL(fileURLWithPath: $0, isDirectory: true), named: $0) }
        let evaluator = try evaluator(of: bot, on: console)
        let tested = try evaluate(cases.messages, by: evaluator, on: console)
        let searched = try evaluate(cases.queries, by: evaluator, on: console)
        let outcomes = try evaluator.evaluate(cases.conversations)
        var summary = TestSummary(report: tested?.report, retrieval: searched?.report, conversations: outcomes)
        if let folder {
            let page = TestPage(subject(cases, evaluator), tested, searched?.report, outcomes).page
            var numbers = summary
            numbers.details = tested?.details
            try folder.write(page, numbers: numbers, scalars: ReportScalar.all(in: summary))
        }
        if let searched {
            let name = cases.queryFiles.joined(separator: "\n")
            summary.search = SearchSummary(
                searched, try evaluator.record(searched, of: cases.queries, named: name), shown: misses)
        }
        try show(summary, on: console)
        if outcomes.contains(where: { !$0.passed }) { throw ExitCode(BotError.Kind.failed.rawValue) }
    }

    private func evaluator(of bot: Bot, on console: Console) throws -> Evaluator {
        let progress = JobProgressLine(on: console)
        defer { progress.finish() }
        return try Evaluator(bot) { progress.show($0) }
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
    ) throws -> Evaluator.Searched? {
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
    /// Where those of queries stand: in the bot's folder relative to it.
    private(set) var queryFiles: [String] = []

    /// Reads the files named, or else the bot's own.
    init(files: [String], in bot: BotFolder, intents: [String]) throws {
        let paths = try files.isEmpty ? Self.own(bot) : files.map { (URL(fileURLWithPath: $0), $0) }
        names = paths.map(\.1)
        for (file, name) in paths {
            let text = try TextFile.read(ofBot: file, named: name)
            if let read = try Self.queries(in: text, file, named: name) {
                queries += read
                queryFiles.append(bot.relativePath(of: file.standardizedFileURL))
                continue
            }
            switch file.pathExtension.lowercased() {
            case "jsonl": messages += try EvaluationMessage.read(text, named: name, intents: Set(intents))
            case "yml", "yaml": conversations += try ConversationTest.read(text, named: name)
            default:
                throw BotError(
                    .usage, at: SourceLocation(file: name), "this is neither a .jsonl, a .csv nor a .yml file",
                    mend: "Name JSON lines of messages or queries, CSV of queries, or YAML conversations")
            }
        }
    }

    /// The queries of a file that holds some; nil where it holds something else.
    private static func queries(in text: String, _ file: URL, named name: String) throws -> [EvaluationQuery]? {
        switch file.pathExtension.lowercased() {
        case "jsonl" where EvaluationQuery.areIn(text): try EvaluationQuery.read(text, named: name)
        default: try table(in: text, file, named: name).map { try EvaluationQuery.read($0) }
        }
    }

    private static func table(in text: String, _ file: URL, named name: String) throws -> DelimitedText? {
        switch file.pathExtension.lowercased() {
        case "csv": try DelimitedText(text, file: name, separator: .comma)
        case "tsv": try DelimitedText(text, file: name, separator: .tab)
        default: nil
        }
    }

    /// Whether a file may be one of tests: there are other tables as well, such as `--report` writes.
    private static func mayBeTest(_ file: URL, named name: String) throws -> Bool {
        guard ["csv", "tsv"].contains(file.pathExtension.lowercased()) else { return true }
        let table = try table(in: TextFile.read(ofBot: file, named: name), file, named: name)
        return table.map { EvaluationQuery.areIn($0) } ?? false
    }

    private static func own(_ bot: BotFolder) throws -> [(URL, String)] {
        let folder = bot.evaluation
        let files = try BotFolder.files(in: folder, endings: ["jsonl", "csv", "tsv", "yml", "yaml"])
            .map { ($0, bot.relativePath(of: $0)) }.filter { try mayBeTest($0, named: $1) }
        guard !files.isEmpty else {
            throw BotError(
                .usage, at: SourceLocation(file: bot.relativePath(of: folder)), "there is nothing to test with",
                mend: #"Put JSON lines of {"text": "…", "intent": "…"} there, or name a file"#)
        }
        return files
    }
}
