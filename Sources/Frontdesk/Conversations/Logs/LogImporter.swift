/// Takes conversations over into the store from other programs' logs: all of a log or nothing.
///
/// A conversation is known by its id: the same again changes nothing, one that went on gets its new turns.
package struct LogImporter {
    package struct Options: Sendable {
        /// Tells what would come and stores nothing.
        package var dryRun = false
        /// Leaves bad conversations out instead of the whole log.
        package var skipsBad = false
        /// Takes all logs or none.
        package var isOneWhole = false

        package init() {}
    }

    private let store: Store
    private let intents: Set<String>
    private let columns: [String: String]
    private let options: Options

    /// `intents` are the names that labels may be; `columns` maps fields to a table's own names for them.
    package init(
        _ store: Store, intents: [String], columns: [String: String] = [:], options: Options = Options()
    ) throws {
        for field in columns.keys.sorted() where !LogFields.all.contains(field) {
            throw BotError(
                .usage, "'\(field)' is no field of a turn", mend: Suggestion.mend(for: field, among: LogFields.all))
        }
        try FieldNames.assertDistinct(columns)
        self.store = store
        self.intents = Set(intents)
        self.columns = columns
        self.options = options
    }

    /// What came of several logs.
    package struct Result: Sendable {
        package internal(set) var summaries: [LogSummary] = []
        package internal(set) var refused: [KnowledgeImporter.Refused] = []
        package internal(set) var problems = BotErrors()
    }

    /// Imports all logs at once; one that is wrong does not hinder the others, unless all were asked for or none.
    package func importAll(
        _ sources: [LogSource], progress: @escaping (JobProgress) throws -> Void = { _ in }
    ) throws -> Result {
        var result = Result()
        let stage = try LogStage(store, intents: intents)
        for source in sources { try take(source, on: stage, &result, progress) }
        if options.isOneWhole { try result.problems.throwIfAny() }
        if !options.dryRun { try stage.commit() }
        try stage.close()
        return result
    }

    private func take(
        _ source: LogSource, on stage: LogStage, _ result: inout Result,
        _ progress: @escaping (JobProgress) throws -> Void
    ) throws {
        let mark = try stage.mark()
        var found = BotErrors()
        var total = 0
        let output = LogOutput(source, stage) { line in
            try progress(JobProgress(step: "Reading \(source.path)", done: min(line, total), total: total))
        }
        _ = try found.collect {
            try LogReader(columns: columns).read(source, into: output) { total = $0 }
            try output.finish()
        }
        let wrong = output.problems.inOrder + [output.rest].compactMap(\.self)
        var summary = output.summary
        let isTaken = found.errors.isEmpty && (options.skipsBad || wrong.isEmpty)
        if isTaken {
            summary.problems = BotErrors(wrong.map(\.skipped))
            result.summaries.append(summary)
        } else {
            try stage.discard(since: mark)
            found = BotErrors(wrong + found.errors)
            result.refused.append(KnowledgeImporter.Refused(source: source.path, problems: found))
        }
        result.problems.append(contentsOf: isTaken ? summary.problems.errors : found.errors)
    }
}

extension BotErrors {
    /// By their places: what is wrong with a line is found before what is wrong with its conversation.
    fileprivate var inOrder: [BotError] {
        func place(_ item: (offset: Int, element: BotError)) -> (Int, Int, Int) {
            (item.element.location?.line ?? 0, item.element.location?.column ?? 0, item.offset)
        }
        return errors.enumerated().sorted { place($0) < place($1) }.map(\.element)
    }
}
