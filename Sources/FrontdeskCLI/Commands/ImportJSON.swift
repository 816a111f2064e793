internal import Frontdesk

/// An imported file as `--json` prints it.
struct ImportJSON: Encodable {
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
    let settled: Int
    let conflicts: Int
    let skipped: Int
    let withoutAnswer: Int
    let dryRun: Bool
    let notes: [String]
    let entries: [Entry]
    let doubts: [Doubt]
    let problems: [ProblemJSON]

    enum CodingKeys: String, CodingKey {
        case source, file, added, changed, removed, unchanged, kept, settled, conflicts, skipped, notes, entries, doubts
        case problems
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
        settled = summary.settled
        conflicts = summary.conflicts
        skipped = summary.skipped
        withoutAnswer = summary.unanswered
        notes = summary.notes
        entries = summary.changes.map { Entry(change: $0.kind, question: $0.question, place: $0.location.description) }
        doubts = summary.doubts.map {
            Doubt(
                kind: $0.kind, question: $0.question, place: $0.location.description, other: $0.other.description)
        }
        problems = summary.problems.errors.map(ProblemJSON.init)
        self.dryRun = dryRun
    }
}

/// A source of which nothing was imported, as `--json` prints it.
struct RefusedJSON: Encodable {
    let source: String
    let dryRun: Bool
    let problems: [ProblemJSON]

    enum CodingKeys: String, CodingKey {
        case source, problems
        case dryRun = "dry_run"
    }

    init(_ refused: KnowledgeImporter.Refused, dryRun: Bool) {
        source = refused.source
        problems = refused.problems.errors.map(ProblemJSON.init)
        self.dryRun = dryRun
    }
}
