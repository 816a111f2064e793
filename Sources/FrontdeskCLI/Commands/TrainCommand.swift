internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk train`
struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Learn from intents, corrections and logs; promote the new model unless it is worse.",
        discussion: """
            A stable tenth of the examples is held out, and the new model is compared with the one that answers on it \
            and on the messages of evaluation/. \
            A refused model stays in the registry: 'frontdesk model promote' takes it all the same. \
            The figures at the end are of messages that the model had not seen; --report writes report.html, a page \
            with plots that needs nothing else, and its figures as report.json and scalars.csv.
            """)

    @Argument(
        help: ArgumentHelp("Logs to take over first, of any kind that 'import --logs' reads.", valueName: "logs"))
    var logs: [String] = []

    @Option(
        help: """
            How to train: probe learns on the base model as it is, in seconds; full fine-tunes it, in minutes; auto \
            takes what does better, and a probe where there are fewer than 200 examples. Where little has changed \
            since auto chose, its choice stands, and so does a fine-tuned encoder.
            """)
    var recipe = Trainer.Recipe.auto

    @Flag(help: "Go on with a training that was stopped; its recipe and seed must be given again.")
    var resume = false

    @Flag(help: "Train on the held-out tenth too, as published figures do, and promote without a comparison.")
    var all = false

    @Flag(
        help: """
            Where intents have fewer than 20 examples on average, learn the messages of conversations, too, that nobody \
            labelled and that are surely like some example.
            """)
    var weakLabels = false

    @Flag(help: "Show step by step what would be learnt from conversations, and train nothing.")
    var explainData = false

    @Flag(help: "Promote the new model even if it is worse.")
    var force = false

    @Option(help: "The number that all chance derives from.")
    var seed = Trainer.Options.usualSeed

    @Option(help: ArgumentHelp("Write a page with plots, and its figures, into that folder.", valueName: "dir"))
    var report: String?

    @OptionGroup var options: BotOptions

    func validate() throws {
        guard !explainData || !(resume || all || weakLabels || force || report != nil) else {
            throw ValidationError(
                "--explain-data trains nothing: leave --resume, --all, --weak-labels, --force and --report")
        }
    }

    func run() throws {
        if explainData { return try explain() }
        let console = CommandEnvironment.current.console
        let progress = JobProgressLine(on: console)
        StopSignals.note()
        let folder = try options.existing()
        let page = try report.map { try ReportFolder(URL(fileURLWithPath: $0, isDirectory: true), named: $0) }
        let installation = Installation(cache: try CommandEnvironment.current.cache())
        var wanted = Trainer.Options(
            recipe: recipe, seed: seed, trainsOnAll: all, isForced: force,
            logs: try logs.flatMap(LogSource.all), resumes: resume,
            engine: try CommandEnvironment.current.trainingEngine())
        wanted.learnsFromLog = weakLabels
        let trainer = try Trainer(
            folder: folder, installation: installation, options: wanted,
            progress: { step in
                if let signal = StopSignals.signal { throw TrainingStopped(signal: signal, arguments: asked) }
                progress.show(step)
            })
        defer { progress.finish() }
        let result = try trainer.run()
        progress.finish()
        let summary = TrainingSummary(result: result)
        if let page { try write(summary, to: page) }
        try show(summary, on: console)
    }

    private func explain() throws {
        let console = CommandEnvironment.current.console
        let progress = JobProgressLine(on: console)
        defer { progress.finish() }
        let explanation = try TrainingPreview.explain(
            options.existing(), Installation(cache: try CommandEnvironment.current.cache()),
            logs: try logs.flatMap(LogSource.all)
        ) { progress.show($0) }
        progress.finish()
        if options.json { return try console.print(json: explanation) }
        for line in DataReport(explanation: explanation).lines(limit: console.columns) { try console.print(line) }
    }

    /// What a training that goes on with this one must be asked for too.
    private var asked: [String] {
        var asked: [String] = []
        if options.bot != "." { asked.append("--bot \(options.bot.shellWord)") }
        if recipe != .auto { asked.append("--recipe \(recipe.rawValue)") }
        if seed != Trainer.Options.usualSeed { asked.append("--seed \(seed)") }
        for (flag, isSet) in [("--all", all), ("--weak-labels", weakLabels), ("--force", force)] where isSet {
            asked.append(flag)
        }
        if let report { asked.append("--report \(report.shellWord)") }
        return asked
    }

    private func show(_ summary: TrainingSummary, on console: Console) throws {
        if options.json { return try console.print(json: summary) }
        for line in summary.lines(limit: console.columns) { try console.print(line) }
    }

    /// Writes the page and its figures.
    private func write(_ summary: TrainingSummary, to folder: ReportFolder) throws {
        let result = summary.result
        let bot = options.folder.standardizedFileURL.lastPathComponent
        var numbers = summary
        numbers.details = result.report.map(TrainingDetails.init)
        let losses = result.report?.losses ?? []
        try folder.write(
            TrainingPage(bot: bot, result, made: Date()).page, numbers: numbers,
            scalars: ReportScalar.all(in: summary) + losses.flatMap(\.scalars))
    }
}

extension Trainer.Recipe: ExpressibleByArgument {}
