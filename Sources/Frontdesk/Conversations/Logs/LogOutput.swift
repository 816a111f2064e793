/// What a reader finds in one log, on its way to the stage; what is wrong is gathered and does not hinder the rest.
final class LogOutput {
    /// So many conversations are staged at once.
    private static let batch = 500
    /// So many problems are told: a table may have one in each of its rows.
    private static let mostProblems = 1000

    /// The path of the log that messages show.
    let file: String
    private(set) var summary: LogSummary
    private(set) var problems = BotErrors()
    /// How many problems there are besides.
    private var untold = 0

    private let stage: LogStage
    private let name: String
    private let progress: (Int) throws -> Void
    private var waiting: [ReadConversation] = []
    private var rows: LogRows
    /// Conversations of which a row is wrong: without it they would be others.
    private var spoilt: Set<String> = []
    private var withoutText = 0

    /// `progress` is told the line that was reached.
    init(_ source: LogSource, _ stage: LogStage, progress: @escaping (Int) throws -> Void) {
        file = source.path
        name = source.name
        summary = LogSummary(source: source.path)
        rows = LogRows(stage.store, file: source.path)
        self.stage = stage
        self.progress = progress
    }

    /// Runs `body` and gathers what it finds wrong; nil where that is something.
    func collect<Value>(_ body: () throws -> Value) throws -> Value? {
        var found = BotErrors()
        let value = try found.collect(body)
        keep(found)
        if !found.errors.isEmpty { summary.skipped += 1 }
        return value
    }

    /// Takes in a whole conversation.
    func take(_ conversation: ReadConversation) throws {
        waiting.append(conversation)
        if waiting.count >= Self.batch { try flush() }
    }

    /// Takes in a turn of a conversation that is spread over the log, and is told without its turns.
    func take(_ turn: ReadTurn, of conversation: ReadConversation) throws {
        try rows.take(turn, of: conversation)
        if let line = turn.location.line, line % 1000 == 0 { try progress(line) }
    }

    /// Leaves out a conversation of which a row is wrong.
    func spoil(_ conversation: String) {
        spoilt.insert(conversation)
    }

    /// Counts a message that holds only a picture or a file.
    func skipWithoutText() {
        withoutText += 1
    }

    func note(_ text: String) {
        summary.notes.append(text)
    }

    /// Stages what is left.
    func finish() throws {
        try rows.gather { conversation in
            if !spoilt.contains(conversation.id) { try take(conversation) }
        }
        try flush()
        if withoutText > 0 { note("left out: \(withoutText == 1 ? "1 turn" : "\(withoutText) turns") without text") }
    }

    private func flush() throws {
        guard let last = waiting.last else { return }
        for outcome in try stage.stage(waiting, from: name) {
            summary.count(outcome)
            guard case .wrong(let errors) = outcome else { continue }
            keep(errors)
        }
        waiting = []
        if let line = last.location.line { try progress(line) }
    }

    private func keep(_ errors: BotErrors) {
        for error in errors.errors {
            if problems.errors.count < Self.mostProblems { problems.append(error) } else { untold += 1 }
        }
    }

    /// What stands for the problems that are not told; nil where all are.
    var rest: BotError? {
        untold == 0
            ? nil
            : BotError(
                .badData, at: SourceLocation(file: file), "so many more things are wrong: \(untold)",
                mend: "Mend those above first")
    }
}
