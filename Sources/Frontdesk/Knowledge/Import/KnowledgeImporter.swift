package import Foundation

/// Takes over what a company has, spreadsheets, exports and documents, as normalised files under `knowledge/`.
///
/// A source becomes one file: all of it or nothing. The file says in its first line what it was imported from, so that
/// importing the same again changes nothing and a newer version is merged with what people edited since (EntryMerge).
package struct KnowledgeImporter: Sendable {
    /// What is done with what cannot simply be taken over.
    package struct Options: Sendable {
        /// Shows what would change and writes nothing.
        package var dryRun = false
        /// Leaves bad rows out instead of the whole source.
        package var skipsBad = false
        package var settling = EntryMerge.Settling.report

        package init() {}
    }

    /// The endings of the files that can be imported.
    package static let endings = SourceReader.endings

    let folder: URL
    let index: KnowledgeIndex
    let columns: [String: String]
    let options: Options

    /// Imports into a bot's folder; `columns` maps fields to the source's own names for them.
    package init(folder: URL, store: Store, columns: [String: String] = [:], options: Options = Options()) throws {
        for field in columns.keys.sorted() where !KnowledgeRecord.keys.contains(field) {
            throw BotError(
                .usage, "'\(field)' is no field of a knowledge entry",
                mend: Suggestion.mend(for: field, among: KnowledgeRecord.keys))
        }
        try FieldNames.assertDistinct(columns)
        self.folder = folder
        index = KnowledgeIndex(store)
        self.columns = columns
        self.options = options
    }

    /// Imports each source, all of it or nothing, and brings the index up to date; one that is wrong does not hinder the
    /// others.
    ///
    /// The index is locked all the while: who chats keeps the last good version until all of the new one is there.
    package func importAll(
        _ sources: [Source], progress: (ImportProgress) -> Void = { _ in }
    ) throws -> (summaries: [Summary], refused: [Refused], problems: BotErrors) {
        var run = try ImportRun(self)
        for (index, source) in sources.enumerated() {
            try run.take(source)
            progress(.reading(done: index + 1, total: sources.count))
        }
        try run.finish { progress(.indexing(done: $0, total: $1)) }
        return (run.summaries, run.refused, run.problems)
    }

    /// A source of which nothing was imported, and why.
    package struct Refused: Sendable {
        package let source: String
        package let problems: BotErrors
    }
}

/// How far an import has come.
package enum ImportProgress: Sendable {
    /// Sources that were read.
    case reading(done: Int, total: Int)
    /// Entries that stand in the words index.
    case indexing(done: Int, total: Int)
}
