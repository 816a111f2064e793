internal import Frontdesk

/// What an import did, or would do, for people and for machines.
struct ImportReport {
    let bot: BotFolder
    let store: Store
    let summaries: [KnowledgeImporter.Summary]
    let refused: [KnowledgeImporter.Refused]
    let dryRun: Bool

    /// So many lines of a kind are shown to a person.
    private static let most = 20

    func show(asJSON: Bool, on console: Console) throws {
        if asJSON {
            for summary in summaries { try console.print(json: ImportJSON(summary, dryRun: dryRun)) }
            for source in refused { try console.print(json: RefusedJSON(source, dryRun: dryRun)) }
            return
        }
        var table = Table([.init(shrinks: true), .init(), .init(shrinks: true)], indent: 2)
        table.rows = summaries.map { summary in
            [.init(summary.file), .init(Self.counts(of: summary)), .init("from \(summary.source)", .faint)]
        }
        for (line, summary) in zip(table.lines(limit: console.columns), summaries) {
            try console.print(line)
            for note in summary.notes { try console.print("    \(VisibleText.of(note), .faint)") }
        }
        if dryRun { try showChanges(on: console) }
        try showDoubts(on: console)
        try showOutcome(on: console)
    }

    private static func counts(of summary: KnowledgeImporter.Summary) -> String {
        let counts = [
            (summary.added, "added"), (summary.updated, "changed"), (summary.removed, "removed"),
            (summary.unchanged, "unchanged"), (summary.kept, "edited by hand"), (summary.conflicts, "in conflict"),
            (summary.skipped, "skipped"), (summary.unanswered, "without an answer"),
        ]
        let told = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return told.isEmpty ? "nothing left" : told.joined(separator: ", ")
    }

    /// A line for each entry that would change.
    private func showChanges(on console: Console) throws {
        let changes = summaries.flatMap(\.changes)
        for kind in KnowledgeImporter.Change.Kind.allCases {
            let lines = changes.lazy.filter { $0.kind == kind }
            let count = lines.count
            guard count > 0 else { continue }
            var table = Table([.init(), .init(shrinks: true), .init()], indent: 4)
            table.rows = lines.prefix(Self.most).map {
                [.init(kind.rawValue), .init($0.question), .init($0.location.description, .faint)]
            }
            for line in table.lines(limit: console.columns) { try console.print(line) }
            if count > Self.most { try console.print("    and \(count - Self.most) more \(kind.rawValue)") }
        }
    }

    /// Warnings, which change nothing.
    private func showDoubts(on console: Console) throws {
        let doubts = summaries.flatMap(\.doubts)
        for kind in ImportDoubt.Kind.allCases {
            let found = doubts.lazy.filter { $0.kind == kind }
            let count = found.count
            for doubt in found.prefix(Self.most) {
                console.note(StyledText("frontdesk: \(doubt.location): \(Self.sentence(kind, doubt.other))", .warning))
            }
            if count > Self.most {
                console.note(
                    StyledText("frontdesk: and \(count - Self.most) more: \(Self.sentence(kind, nil))", .warning))
            }
        }
    }

    private static func sentence(_ kind: ImportDoubt.Kind, _ other: SourceLocation?) -> String {
        let place = other.map { " at \($0)" } ?? " elsewhere"
        return switch kind {
        case .contradiction: "the same question has another answer\(place)"
        case .repetition: "the same question and answer stand\(place)"
        case .alike: "nearly the same question stands\(place)"
        }
    }

    private func showOutcome(on console: Console) throws {
        guard summaries.contains(where: \.isChange) else {
            let settled = summaries.reduce(0) { $0 + $1.settled }
            if settled > 0 { return try console.print(Self.settled(settled, dryRun)) }
            if !summaries.isEmpty { try console.print("Nothing changed.") }
            return
        }
        try console.print(dryRun ? "Nothing was written." : whenItAnswers())
    }

    /// From when on the bot answers with new entries: files that are wrong, or no model, hinder every reply.
    private func whenItAnswers() throws -> StyledText {
        var problems = BotErrors()
        guard try problems.collect({ try LiveFiles(bot) }) != nil else {
            return "The bot answers with them once its other files are right: 'frontdesk check' tells what is wrong."
        }
        return try ModelRegistry(store, folder: bot).champion() == nil
            ? "The bot answers with them once the first 'frontdesk train' has made its model."
            : "The bot answers with them from the next message on; 'frontdesk train' learns their questions."
    }

    private static func settled(_ count: Int, _ dryRun: Bool) -> StyledText {
        let what = count == 1 ? "1 entry as you edited it" : "\(count) entries as you edited them"
        return dryRun
            ? "Would keep \(what); nothing was written." : "Kept \(what), until the source changes again."
    }
}
