/// What an import of one log brought, or would bring.
package struct LogSummary: Sendable {
    /// The path of the log, as it was given.
    package let source: String
    /// Conversations that are new.
    package internal(set) var added = 0
    /// Those that were there and have new turns.
    package internal(set) var extended = 0
    /// Those whose turns are all there.
    package internal(set) var unchanged = 0
    /// Those without turns, which were left out.
    package internal(set) var empty = 0
    /// What was left out because it is wrong.
    package internal(set) var skipped = 0
    /// The turns that are new.
    package internal(set) var turns = 0
    /// The labels that are new.
    package internal(set) var labels = 0
    /// What was found out about the log, such as its encoding.
    package internal(set) var notes: [String] = []
    /// What was left out.
    package internal(set) var problems = BotErrors()

    package var isChange: Bool { added + extended + labels > 0 }

    mutating func count(_ outcome: LogStage.Outcome) {
        switch outcome {
        case .added(let turns, let labels):
            added += 1
            self.turns += turns
            self.labels += labels
        case .extended(let turns, let labels):
            extended += 1
            self.turns += turns
            self.labels += labels
        case .unchanged(let labels):
            unchanged += 1
            self.labels += labels
        case .empty: empty += 1
        case .wrong: skipped += 1
        }
    }
}
