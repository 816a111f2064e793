internal import Foundation

extension ImportRun {
    /// An article is one text: it is replaced as a whole, or stays as a whole where somebody edited it.
    mutating func takeArticle(
        _ article: String, _ imported: ImportedFile, _ standing: StandingFile?
    ) throws -> Outcome {
        let checksum = ImportNote.checksum(of: article)
        guard let standing, let note = standing.note else { return try replace(article, checksum, imported, []) }
        let body = ImportNote.checksum(of: standing.body)
        let current = try standing.entries()
        switch (note.checksum == body, note.checksum == checksum) {
        case (true, true): return stay(current, imported)
        case (false, true) where options.settling != .overwrite: return stay(current, imported)
        case (true, false): return try replace(article, checksum, imported, current)
        case (false, _) where options.settling == .overwrite || body == checksum:
            return try replace(article, checksum, imported, current)
        case (false, _):
            guard options.settling == .report else { return try settle(standing, checksum, imported, current) }
            var outcome = stay(current, imported)
            outcome.summary.conflicts = 1
            outcome.conflicts = [
                BotError(
                    .failed, at: SourceLocation(file: imported.path, line: 1),
                    "the article was edited by hand, and changed in the source (\(imported.source))",
                    mend: Self.conflictMend)
            ]
            return outcome
        }
    }

    private mutating func replace(
        _ article: String, _ checksum: String, _ imported: ImportedFile, _ current: [KnowledgeEntry]
    ) throws -> Outcome {
        // Passages are compared as if nobody had edited them: that was decided above.
        let merge = EntryMerge(
            imported.entries, into: current, since: ImportBase(current), .overwrite, listsAll: options.dryRun)
        try shelf.put(imported.entries, in: imported.path)
        var outcome = Outcome(summary: KnowledgeImporter.Summary(imported))
        outcome.summary.count(merge)
        guard !options.dryRun else { return outcome }
        let note = ImportNote(source: imported.source, checksum: checksum)
        try write(KnowledgeText(article: article, note: note, path: imported.path), to: imported.path)
        return outcome
    }

    private func stay(_ current: [KnowledgeEntry], _ imported: ImportedFile) -> Outcome {
        var outcome = Outcome(summary: KnowledgeImporter.Summary(imported))
        let known = ImportBase(imported.entries)
        outcome.summary.unchanged = current.count { known[$0.key] == ImportBase.content(of: $0) }
        outcome.summary.kept = current.count - outcome.summary.unchanged
        return outcome
    }

    /// Settles for the article as it was edited: its note says from now on that the source's newest version is known.
    private mutating func settle(
        _ standing: StandingFile, _ checksum: String, _ imported: ImportedFile, _ current: [KnowledgeEntry]
    ) throws -> Outcome {
        var outcome = stay(current, imported)
        outcome.summary.settled = outcome.summary.kept
        guard !options.dryRun else { return outcome }
        let note = ImportNote(source: imported.source, checksum: checksum)
        try write(KnowledgeText(article: String(standing.body), note: note, path: imported.path), to: imported.path)
        return outcome
    }
}
