internal import Frontdesk

/// What an import did, or would do, for people and for machines.
struct ImportReport {
    let summaries: [KnowledgeImporter.Summary]
    let dryRun: Bool

    /// So many lines of a kind are shown to a person.
    private static let most = 20

    func show(asJSON: Bool, on console: Console) throws {
        if asJSON {
            for summary in summaries { try console.print(json: ImportJSON(summary, dryRun: dryRun)) }
            return
        }
        var table = Table([.init(shrinks: true), .init(), .init(shrinks: true)], indent: 2)
        table.rows = summaries.map { summary in
            [.init(summary.file), .init(Self.counts(of: summary)), .init("from \(summary.source)", .faint)]
        }
        for line in table.lines(limit: console.columns) { try console.print(line) }
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
        let told = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" } + summary.notes
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
            if !summaries.isEmpty { try console.print("Nothing changed.") }
            return
        }
        try console.print(
            dryRun
                ? "Nothing was written."
                : "The bot answers with them from the next message on; 'frontdesk train' learns their questions.")
    }
}

/// An imported file as `--json` prints it.
private struct ImportJSON: Encodable {
    struct Entry: Encodable {
        let change: KnowledgeImporter.Change.Kind
        let question: String
        let place: String
    }

    struct Doubt: Encodable {
        let kind: ImportDoubt.Kind
        let question: String
        let place: String
        let other: String
    }

    let source: String
    let file: String
    let added: Int
    let changed: Int
    let removed: Int
    let unchanged: Int
    let kept: Int
    let conflicts: Int
    let skipped: Int
    let withoutAnswer: Int
    let dryRun: Bool
    let notes: [String]
    let entries: [Entry]
    let doubts: [Doubt]

    enum CodingKeys: String, CodingKey {
        case source, file, added, changed, removed, unchanged, kept, conflicts, skipped, notes, entries, doubts
        case withoutAnswer = "without_answer"
        case dryRun = "dry_run"
    }

    init(_ summary: KnowledgeImporter.Summary, dryRun: Bool) {
        source = summary.source
        file = summary.file
        added = summary.added
        changed = summary.updated
        removed = summary.removed
        unchanged = summary.unchanged
        kept = summary.kept
        conflicts = summary.conflicts
        skipped = summary.skipped
        withoutAnswer = summary.unanswered
        notes = summary.notes
        entries = summary.changes.map { Entry(change: $0.kind, question: $0.question, place: $0.location.description) }
        doubts = summary.doubts.map {
            Doubt(
                kind: $0.kind, question: $0.question, place: $0.location.description, other: $0.other.description)
        }
        self.dryRun = dryRun
    }
}
