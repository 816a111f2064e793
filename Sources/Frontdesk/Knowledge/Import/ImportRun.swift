internal import Foundation

/// One run of an import: the sources that were taken in so far, and what the index is to learn of them.
struct ImportRun {
    private(set) var summaries: [KnowledgeImporter.Summary] = []
    private(set) var problems = BotErrors()
    private(set) var refused: [KnowledgeImporter.Refused] = []

    let importer: KnowledgeImporter
    var shelf: KnowledgeShelf
    private let lock: FileLock
    private let doubts: DoubtSearch
    /// Whether the index tells what stands under `knowledge/`.
    private var isIndexCurrent = false
    /// By their paths, the files that were written.
    private var written: [String: KnowledgeIndex.WrittenFile] = [:]

    var folder: URL { importer.folder }
    var options: KnowledgeImporter.Options { importer.options }

    init(_ importer: KnowledgeImporter) throws {
        self.importer = importer
        guard let lock = try importer.index.lock(Self.patience) else { throw KnowledgeIndex.locked }
        self.lock = lock
        if !importer.options.dryRun { try Self.removeLeftovers(in: importer.folder.appending(path: "knowledge")) }
        shelf = KnowledgeShelf(importer.index)
        doubts = DoubtSearch(importer.index)
    }

    /// Removes what an import left that was killed while it wrote: only one runs at a time, so nobody writes these now.
    private static func removeLeftovers(in knowledge: URL) throws {
        for folder in [knowledge, knowledge.appending(path: ".imported")]
        where FileManager.default.fileExists(atPath: folder.path(percentEncoded: false)) {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
            where AtomicFile.isUnfinished(name) {
                try FileManager.default.removeItem(at: folder.appending(path: name))
            }
        }
    }

    private static let patience = Duration.seconds(60)

    /// Takes in one source, all of it or nothing.
    mutating func take(_ source: KnowledgeImporter.Source) throws {
        var found = BotErrors()
        let count = summaries.count
        _ = try found.collect {
            let (summary, conflicts) = try takeIn(source)
            summaries.append(summary)
            try BotErrors(conflicts).throwIfAny()
        }
        let shown = BotErrors(found.errors.map { $0.shown(source.path, insteadOf: source.name) })
        problems.append(contentsOf: shown.errors)
        if summaries.count > count {
            summaries[count].problems = shown
        } else {
            refused.append(KnowledgeImporter.Refused(source: source.path, problems: shown))
        }
    }

    /// Brings the index up to date with what was written.
    mutating func finish(progress: (Int, Int) -> Void) throws {
        defer { lock.release() }
        guard !written.isEmpty else { return }
        // Nobody asks any more what stands where, and the index needs the room.
        shelf = KnowledgeShelf(importer.index)
        _ = try importer.index.refresh(folder: folder, written: written, progress: progress)
    }

    /// The summary, and what is to be told of a source that was taken in all the same.
    private mutating func takeIn(
        _ source: KnowledgeImporter.Source
    ) throws -> (KnowledgeImporter.Summary, [BotError]) {
        guard !isKnowledge(source) else {
            throw BotError(
                .usage, at: SourceLocation(file: source.name), "the file is part of this bot's knowledge already",
                mend: "Edit it where it stands: the bot answers from it at the next message")
        }
        let imported = try ImportedFile(
            source.read(columns: importer.columns), source: source.name, skipsBad: options.skipsBad, in: folder)
        try bringIndexUpToDate()
        let standing = try StandingFile(folder, imported.path, from: source.name)
        try shelf.reserve(imported.path, for: source.name)
        let outcome =
            try imported.article.map { try takeArticle($0, imported, standing) }
            ?? takeEntries(imported, standing)
        var summary = outcome.summary
        summary.doubts = try doubts.find(in: imported)
        summary.show(source.path, insteadOf: source.name)
        return (summary, imported.skipped.errors.map(\.skipped) + outcome.conflicts)
    }

    /// Whether the bot answers from the file itself: imported, its entries would stand twice.
    private func isKnowledge(_ source: KnowledgeImporter.Source) -> Bool {
        guard let url = source.url, KnowledgeBase.endings.contains(KnowledgeBase.ending(of: source.name)) else {
            return false
        }
        let knowledge = folder.appending(path: "knowledge").resolvingSymlinksInPath().path
        return url.resolvingSymlinksInPath().path.hasPrefix(knowledge + "/")
    }

    /// What stands under `knowledge/` by now is looked up in the index, and not parsed for each import; sources that
    /// cannot be read change nothing, not even the index.
    private mutating func bringIndexUpToDate() throws {
        guard !isIndexCurrent else { return }
        _ = try importer.index.refresh(folder: folder, written: [:])
        isIndexCurrent = true
    }

    /// What came of one source.
    struct Outcome {
        var summary: KnowledgeImporter.Summary
        var conflicts: [BotError] = []
    }

    private mutating func takeEntries(_ imported: ImportedFile, _ standing: StandingFile?) throws -> Outcome {
        let (merge, last, left) = try merged(imported, into: standing)
        try shelf.put(merge.entries, in: imported.path)
        let text = try KnowledgeText(
            merge.entries, imported.kind, keeping: left,
            note: ImportNote(source: imported.source, checksum: merge.base.checksum), path: imported.path)
        var outcome = Outcome(summary: KnowledgeImporter.Summary(imported))
        outcome.summary.count(merge)
        outcome.conflicts = Self.errors(merge.conflicts, imported, options.dryRun ? [] : text.entries)
        guard !options.dryRun else { return outcome }
        if let standing, standing.text.utf8.elementsEqual(text.data) {
            try ImportBase.tidy(merge.base, of: imported.path, in: folder)
            return outcome
        }
        // Whichever version a process leaves that is killed here, its note finds the base that it needs; a new file's base
        // is what the file holds.
        if standing != nil { try ImportBase.write([last, merge.base], of: imported.path, in: folder) }
        try write(text, to: imported.path)
        try ImportBase.write([merge.base], of: imported.path, in: folder)
        return outcome
    }

    /// The merge with what stands there, what was imported last, and the YAML as people left it; the entries that stand
    /// there are let go of, since of very many each list takes its room.
    private func merged(
        _ imported: ImportedFile, into standing: StandingFile?
    ) throws -> (merge: EntryMerge, last: ImportBase, left: WrittenEntries?) {
        let current = try standing?.entries(besides: imported.entries) ?? []
        let last = try standing?.base(current, in: folder) ?? ImportBase()
        let merge = EntryMerge(
            imported.entries, into: current, since: last, options.settling,
            partial: !imported.skipped.errors.isEmpty, listsAll: options.dryRun)
        let left = imported.kind == .list ? standing.map { WrittenEntries($0, current) } : nil
        return (merge, last, left)
    }

    /// Writes a file under `knowledge/`; the index takes its entries at the end.
    mutating func write(_ text: KnowledgeText, to path: String) throws {
        let target = folder.appending(path: path)
        try AtomicFile.makeFolder(target.deletingLastPathComponent())
        try AtomicFile.write(text.data, to: target, named: path)
        written[path] = KnowledgeIndex.WrittenFile(
            entries: text.entries, digest: KnowledgeIndex.digest(of: text.data), stamp: try FileStamp(path, in: folder))
    }

    /// An error for each conflict, at the version made by hand: where it stands by now, else where it stood.
    private static func errors(
        _ conflicts: [EntryMerge.Change], _ imported: ImportedFile, _ written: [KnowledgeEntry]
    ) -> [BotError] {
        guard !conflicts.isEmpty else { return [] }
        let places = Dictionary(written.map { ($0.key, $0.location) }) { first, _ in first }
        return conflicts.map { conflict in
            BotError(
                .failed, at: places[conflict.entry.key] ?? conflict.entry.location,
                "the entry '\(conflict.entry.id)' \(conflict.reason ?? "") (\(imported.source))", mend: conflictMend)
        }
    }

    static let conflictMend =
        "It stays as it is; import again with --overwrite to take the source's version of all entries, or with --keep to "
        + "settle for yours"
}
