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
            A refused model stays in the registry: 'frontdesk model promote' takes it all the same.
            """)

    @Argument(
        help: ArgumentHelp("Dialogue logs to take over first: JSON lines, a conversation a line.", valueName: "logs"))
    var logs: [String] = []

    @Option(
        help: """
            How to train: probe learns on the base model as it is, in seconds; full fine-tunes it, in minutes; auto \
            takes what does better.
            """)
    var recipe = Trainer.Recipe.auto

    @Flag(help: "Go on with a training that was stopped.")
    var resume = false

    @Flag(help: "Train on the held-out tenth too, as published figures do, and promote without a comparison.")
    var all = false

    @Flag(help: "Promote the new model even if it is worse.")
    var force = false

    @Option(help: "The number that all chance derives from.")
    var seed: UInt64 = Trainer.Options().seed

    @OptionGroup var options: BotOptions

    func run() throws {
        let console = CommandEnvironment.current.console
        let progress = JobProgressLine(on: console)
        StopSignals.note()
        let installation = Installation(cache: try CommandEnvironment.current.cache())
        let trainer = try Trainer(
            folder: options.existing(), installation: installation,
            options: .init(
                recipe: recipe, seed: seed, trainsOnAll: all, isForced: force,
                logs: logs.map { URL(fileURLWithPath: $0) }, resumes: resume,
                engine: CommandEnvironment.current.trainingEngine()),
            progress: { step in
                if let signal = StopSignals.signal { throw TrainingStopped(signal: signal) }
                progress.show(step)
            })
        defer { progress.finish() }
        let result = try trainer.run()
        progress.finish()
        try show(result, on: console)
    }

    private func show(_ result: TrainingResult, on console: Console) throws {
        if options.json { return try console.print(json: result) }
        if let conversations = result.conversationsAdded, let labels = result.labelsAdded {
            try console.print("Logs: \(conversations) new conversations, \(labels) labelled messages.")
        }
        let verdict: StyledText = result.promoted ? "\("promoted", .good)" : "\("refused", .warning)"
        try console.print("\(result.model, .strong) \(verdict): \(result.reason)")
        let seconds = String(format: "%.1f", result.seconds)
        let judged = result.heldOut > 0 ? "on \(result.heldOut) held-out messages" : "by cross-validation"
        try console.print(
            """
            \(result.examples) examples of \(result.intents) intents in \(seconds) s; \
            \(Percent.of(result.accuracy)) right \(judged)
            """)
        guard let source = Self.sources[result.thresholds] else { return }
        try console.print(
            "\("The thresholds are \(source); 200 labelled messages in calibration/ would set them.", .faint)")
    }

    /// Thresholds that were not measured on what customers write.
    private static let sources: [RoutingModel.Source: String] = [
        .standard: "those that fit most bots", .examples: "set by the examples, which makes them strict",
    ]
}

extension Trainer.Recipe: ExpressibleByArgument {}
