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
            several ids), or YAML conversations; without any, those in evaluation/. The actions of intents run in \
            conversations; no handoff is told, and nothing is stored but the figures of queries, with which the next test \
            of the same files is compared. --report writes \
            report.html, a page with plots that needs nothing else, and its figures as report.json and scalars.csv. A \
            conversation that goes otherwise ends with status 1.
            """)

    @Argument(
        help: ArgumentHelp(
            "Files of messages (.jsonl), queries (.jsonl, .csv) or conversations (.yml).", valueName: "file"))
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
        try checkScores(of: cases)
        let folder = try report.map { try ReportFolder(URL(fileURLWithPath: $0, isDirectory: true), named: $0) }
        let evaluator = try evaluator(of: bot, on: console)
        try evaluator.assertLabels(of: cases.messages, cases.conversations)
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

    /// Refuses a file of scores that would hold none, or would take the place of one of the bot's own.
    private func checkScores(of cases: TestCases) throws {
        guard let scores else { return }
        try options.existing().assertNotOwn(URL(fileURLWithPath: scores), named: scores)
        guard cases.messages.isEmpty else { return }
        throw BotError(
            .usage, "--scores writes the scores of labelled messages, and there are none",
            mend: #"Name a file with {"text": "…", "intent": "…"} on each line"#)
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
            try AtomicFile.write(lines.joined(), to: URL(fileURLWithPath: scores), named: scores, mode: 0o600)
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
