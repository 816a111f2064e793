internal import GRDB

/// Something that is allowed but may be a mistake: two entries ask the same, or nearly.
package struct ImportDoubt: Sendable, Hashable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// The same question with another answer.
        case contradiction
        /// The same question and answer.
        case repetition
        /// The same words but for their forms and order, or for one of ten.
        case alike
    }

    package let kind: Kind
    package let question: String
    package let location: SourceLocation
    /// The entry that it is like, which stands above or in another file.
    package let other: SourceLocation
}

/// Finds entries of a source that ask what others ask, in the source itself and in other files.
struct DoubtSearch {
    let index: KnowledgeIndex

    init(_ index: KnowledgeIndex) {
        self.index = index
    }

    /// The doubts, in the order of the source.
    func find(in imported: ImportedFile) throws -> [ImportDoubt] {
        let entries = imported.entries
        let keys = QuestionKey.all(entries.map(\.question))
        var first: [UInt64: Int] = [:]
        first.reserveCapacity(entries.count)
        for (place, key) in keys.enumerated() where first[key.hash] == nil { first[key.hash] = place }
        return try index.store.read { database in
            let known = try OtherQuestions(besides: imported.path, database)
            return try entries.indices.compactMap { place in
                let entry = entries[place]
                for hash in keys[place].similar {
                    // Of equal questions the later one is doubted; a longer one also where it stands above.
                    if let other = first[hash], other < place || hash != keys[place].hash,
                        let doubt = Self.doubt(entry, entries[other])
                    {
                        return doubt
                    }
                    if let other = try known.entry(hash, entry.language, database),
                        let doubt = Self.doubt(entry, other)
                    {
                        return doubt
                    }
                }
                return nil
            }
        }
    }

    private static func doubt(_ entry: KnowledgeEntry, _ other: KnowledgeEntry) -> ImportDoubt? {
        guard entry.language == other.language, entry.key != other.key, !entry.isOfOneSection(with: other) else {
            return nil
        }
        let isSame = TextAnalysis.normalised(entry.question) == TextAnalysis.normalised(other.question)
        let kind: ImportDoubt.Kind = !isSame ? .alike : entry.answer == other.answer ? .repetition : .contradiction
        return ImportDoubt(kind: kind, question: entry.question, location: entry.location, other: other.location)
    }
}

extension KnowledgeEntry {
    /// Passages below one title of a file tell more of the same, and nothing against each other.
    fileprivate func isOfOneSection(with other: KnowledgeEntry) -> Bool {
        isPassage && other.isPassage && question == other.question && location.file == other.location.file
    }
}

/// The questions of other files, as the index has them.
private struct OtherQuestions {
    private let query: Statement
    private let isEmpty: Bool
    private let path: String

    init(besides path: String, _ database: Database) throws {
        isEmpty =
            try Bool.fetchOne(
                database, sql: "SELECT NOT EXISTS (SELECT 1 FROM knowledge_files WHERE path <> ?)", arguments: [path])
            ?? true
        query = try database.makeStatement(
            sql: "SELECT row FROM knowledge_entries WHERE question_key = ? AND language = ? AND file <> ? LIMIT 1")
        self.path = path
    }

    func entry(_ hash: UInt64, _ language: Language, _ database: Database) throws -> KnowledgeEntry? {
        guard !isEmpty,
            let row = try Int64.fetchOne(query, arguments: [Int64(bitPattern: hash), language.rawValue, path])
        else { return nil }
        return try IndexedEntry.fetch([row], database).first { $0.row == row }?.entry
    }
}
