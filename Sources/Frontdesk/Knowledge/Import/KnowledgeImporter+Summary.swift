extension KnowledgeImporter {
    /// What an import of one file changes, or would change.
    package struct Summary: Sendable {
        package let source: String
        /// The file under `knowledge/`, relative to the bot's folder.
        package let file: String
        package internal(set) var added = 0
        package internal(set) var updated = 0
        package internal(set) var unchanged = 0
        package internal(set) var removed = 0
        /// Entries that differ from the source because somebody edited, added or deleted them, and stay so.
        package internal(set) var kept = 0
        /// Those of them that both sides had changed, for whose version made by hand this import settled.
        package internal(set) var settled = 0
        /// Entries that somebody edited and the source changed too: the version made by hand stays.
        package internal(set) var conflicts = 0
        /// Rows that were left out because they are wrong.
        package internal(set) var skipped = 0
        /// Entries that can be found, but hold nothing to tell: often a sign that a column was not recognised.
        package internal(set) var unanswered = 0
        /// What was found out about the source, such as its encoding.
        package internal(set) var notes: [String] = []
        /// Each entry that a dry run would change; of an import only the conflicts.
        package internal(set) var changes: [Change] = []
        package internal(set) var doubts: [ImportDoubt] = []
        /// Rows that were left out, and conflicts.
        package internal(set) var problems = BotErrors()

        package var isChange: Bool { added + updated + removed > 0 }
    }

    /// One entry that an import changes, or would change.
    package struct Change: Sendable, Hashable {
        package enum Kind: String, Sendable, Codable, CaseIterable {
            case added, changed, removed, conflict
        }

        package let kind: Kind
        package let question: String
        /// In the source; of what is removed, and of conflicts, in the file under `knowledge/`.
        package let location: SourceLocation
    }
}

extension KnowledgeImporter.Summary {
    init(_ imported: ImportedFile) {
        source = imported.source
        file = imported.path
        notes = imported.notes
        skipped = imported.skipped.errors.count
        unanswered = imported.entries.count(where: \.answer.isEmpty)
    }

    mutating func count(_ merge: EntryMerge) {
        added = merge.counts[.added] ?? 0
        updated = merge.counts[.changed] ?? 0
        removed = merge.counts[.removed] ?? 0
        conflicts = merge.counts[.conflict] ?? 0
        unchanged = merge.unchanged
        kept = merge.kept
        settled = merge.settled
        changes = merge.changes.map {
            KnowledgeImporter.Change(kind: $0.kind, question: $0.entry.question, location: $0.entry.location)
        }
    }

    /// Names the source as it was named on the command line.
    mutating func show(_ path: String, insteadOf name: String) {
        changes = changes.map {
            KnowledgeImporter.Change(
                kind: $0.kind, question: $0.question, location: $0.location.shown(path, insteadOf: name))
        }
        doubts = doubts.map {
            ImportDoubt(
                kind: $0.kind, question: $0.question, location: $0.location.shown(path, insteadOf: name),
                other: $0.other.shown(path, insteadOf: name))
        }
    }
}
