internal import GRDB

/// A query's terms looked up in the index: how rare they are, and which entries hold them.
struct TermLookup {
    /// More terms than this are no question; the search stays quick on a pasted page.
    private static let most = 200

    private let words: [String]
    private let grams: [String]
    private let wordCounts: [UInt32: Int]
    private let gramCounts: [UInt32: Int]
    private let count: Int
    /// The n-grams of words that no entry holds: they may be mistyped.
    private let unknownGrams: [String]

    /// Mistyped words are looked up in `spelling` before the index.
    init(_ analysis: TextAnalysis, count: Int, _ spelling: SpellingMemory, _ database: Database) throws {
        let asked = Set(analysis.words.prefix(Self.most))
        grams = Array(Set(analysis.grams.prefix(2 * Self.most))).sorted()
        self.count = count
        let askedCounts = try Self.counts(asked.sorted(), "knowledge_word_counts", database)
        gramCounts = try Self.counts(grams, "knowledge_gram_counts", database)
        let unknown = asked.filter { askedCounts[TermSet.hash($0)] == nil && $0.utf8.count > 3 }.sorted()
        unknownGrams = unknown.flatMap { TextAnalysis($0).grams }
        let corrections = try Self.corrections(of: unknown, spelling, database)
        words = Set(asked.map { corrections[$0] ?? $0 }).sorted()
        wordCounts = try askedCounts.merging(
            Self.counts(corrections.values.sorted(), "knowledge_word_counts", database)
        ) { $1 }
    }

    /// What mistyped words were meant to be; a long message with many is no question.
    private static func corrections(
        of unknown: [String], _ memory: SpellingMemory, _ database: Database
    ) throws -> [String: String] {
        let spelling = try SpellingCorrection(database)
        return try unknown.prefix(mostCorrections).reduce(into: [:]) { corrections, word in
            corrections[word] = try memory.correction(of: word, else: spelling.correction)
        }
    }

    private static let mostCorrections = 5

    private static func counts(_ terms: [String], _ table: String, _ database: Database) throws -> [UInt32: Int] {
        let query = try database.cachedStatement(sql: "SELECT doc FROM \(table) WHERE term = ?")
        return try terms.reduce(into: [:]) { counts, term in
            counts[TermSet.hash(term)] = try Int.fetchOne(query, arguments: [term])
        }
    }

    /// The rows of the entries that hold the words, the best first; mistyped words propose by their n-grams.
    func proposals(_ limit: Int, _ database: Database) throws -> [Int64] {
        let byWords = try Self.matches(
            words, in: "knowledge_words", rank: "bm25(knowledge_words, 2.0, 2.0, 1.0)", limit, database)
        let byGrams = try Self.matches(
            unknownGrams, in: "knowledge_grams", rank: "bm25(knowledge_grams)", limit, database)
        return byWords + byGrams
    }

    /// Terms are letters, digits and ideographs alone, so a quoted one holds nothing of FTS5's query syntax.
    ///
    /// Terms of staged entries and of those that are gone stand in the tables as well: they must not take the places of
    /// entries that can be found. Both conditions are settled once where, as nearly always, there are none.
    private static func matches(
        _ terms: [String], in table: String, rank: String, _ limit: Int, _ database: Database
    ) throws -> [Int64] {
        guard !terms.isEmpty else { return [] }
        let expression = terms.map { "\"\($0)\"" }.joined(separator: " OR ")
        return try Int64.fetchAll(
            database,
            sql: """
                SELECT rowid FROM \(table) WHERE \(table) MATCH ? AND rowid < \(KnowledgeIndex.firstUnseen)
                AND (NOT EXISTS (SELECT 1 FROM knowledge_leftover)
                    OR rowid NOT IN (SELECT row FROM knowledge_leftover))
                ORDER BY \(rank) LIMIT ?
                """, arguments: [expression, limit])
    }

    func query(isHan: Bool, answerLength: Double) -> KnowledgeQuery {
        KnowledgeQuery(
            words: WeightedTerms(TermSet(words), count: count) { wordCounts[$0] ?? 0 },
            grams: WeightedTerms(TermSet(grams), count: count) { gramCounts[$0] ?? 0 }, isHan: isHan,
            answerLength: answerLength)
    }
}
