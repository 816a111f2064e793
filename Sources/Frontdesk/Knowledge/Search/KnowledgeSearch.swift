internal import Foundation
internal import GRDB

/// Finds the entries that answer a query: by words, by character n-grams, and by embeddings where there are some.
package struct KnowledgeSearch: Sendable {
    /// How many entries each way of looking may propose.
    static let proposals = 24

    let store: Store
    /// The index's generation that this search was loaded from.
    package let generation: Int
    package let calibration: KnowledgeCalibration
    let vectors: KnowledgeVectors
    /// Whether every text has its embedding.
    package let isComplete: Bool
    let count: Int
    /// Of this generation of the index.
    let spelling = SpellingMemory()
    private let answerLength: Double
    /// What single words mean, for weights that ask for it.
    private let words: WordEmbeddings?

    /// Loads what searching needs in memory: the embeddings by one encoder; words stay in the store.
    package init(
        _ index: KnowledgeIndex, encoder: String?, calibration: KnowledgeCalibration = .standard,
        words: WordEmbeddings? = nil
    ) throws {
        store = index.store
        self.calibration = calibration
        self.words = words
        (generation, vectors, count, answerLength, isComplete) = try index.store.read { database in
            let published = try Row.fetchOne(
                database,
                sql: """
                    SELECT count(*), avg(answer_length) FROM knowledge_entries
                    WHERE status = 'published' AND row < \(KnowledgeIndex.firstUnseen)
                    """)
            return (
                try KnowledgeIndex.generation(database),
                try KnowledgeVectors(encoder: encoder, VectorFile(index.store), database), published?[0] ?? 0,
                published?[1] ?? 0, try encoder.map { try KnowledgeIndex.isEmbedded(by: $0, database) } ?? true
            )
        }
    }

    /// The best hits for a query, one for each id, drafts and entries past their last day left out.
    ///
    /// `vector` is the query's embedding by the same encoder, of length one; `day` is today as `YYYY-MM-DD`.
    package func hits(
        for text: String, vector: [Float]? = nil, language: Language? = nil, limit: Int = 5, day: String? = nil
    ) throws -> [KnowledgeHit] {
        let analysis = TextAnalysis(text)
        let day = day ?? KnowledgeEntry.today()
        let (query, entries) = try store.read { database in
            let lookup = try TermLookup(analysis, count: count, spelling, database)
            let rows =
                try lookup.proposals(Self.proposals, database) + vectors.nearest(to: vector, count: Self.proposals)
            let entries = try IndexedEntry.fetch(Array(Set(rows)).sorted(), database)
            let isHan = Language.detect(in: text) == .chinese
            return (lookup.query(isHan: isHan, answerLength: answerLength), entries)
        }
        let answered = entries.filter { $0.entry.isAnswered(on: day) }
        let weights = calibration.weights(
            for: KnowledgeCalibration.Kind(isHan: query.isHan, hasVectors: vectors.canCompare(vector)))
        var candidates = KnowledgeRanking.candidates(query, answered, vectors, vector)
        if weights.comparesWords { try compareWords(text, query, answered, &candidates) }
        let ranked = KnowledgeRanking.ranked(candidates, weights, asked: MessageKey(text))
        return hits(ranked, query, answered, weights, language, limit)
    }

    /// Adds how alike the words of the query and of each candidate's nearest text are.
    private func compareWords(
        _ text: String, _ query: KnowledgeQuery, _ entries: [IndexedEntry],
        _ candidates: inout [KnowledgeRanking.Candidate]
    ) throws {
        guard let words else { return }
        let spelling = TextAnalysis.spelling(of: text)
        let texts = candidates.map { WordComparison.words(of: entries[$0.index].entry.asked(at: $0.position)) }
        let comparison = WordComparison(
            spelling, query.words, try words.vectors(of: Set(texts.joined()).union(spelling.values)))
        for (place, text) in texts.enumerated() {
            let held = entries[candidates[place].index].terms.questions[candidates[place].position].words
            candidates[place].features.wordLikeness = comparison.likeness(to: text, held)
        }
    }

    private func hits(
        _ ranked: [KnowledgeRanking.Ranked], _ query: KnowledgeQuery, _ entries: [IndexedEntry],
        _ weights: KnowledgeCalibration.Weights, _ language: Language?, _ limit: Int
    ) -> [KnowledgeHit] {
        let standings = KnowledgeRanking.standings(ranked, first: limit, information: query.information)
        var rest = 1.0
        return zip(ranked, standings).map { ranked, standing in
            // Only one entry is the right one: what the first has, the others cannot have.
            let confidence = min(weights.confidence(standing), rest)
            if rest == 1 { rest -= confidence }
            return hit(ranked.candidate, standing, entries, language, weights.ranking, confidence)
        }
    }

    private func hit(
        _ candidate: KnowledgeRanking.Candidate, _ standing: KnowledgeCalibration.Standing, _ entries: [IndexedEntry],
        _ language: Language?, _ weights: [Double], _ confidence: Double
    ) -> KnowledgeHit {
        let matched = entries[candidate.index].entry
        let asked = entries.first { $0.entry.id == matched.id && $0.entry.language == language }
        return KnowledgeHit(
            entry: asked?.entry ?? matched,
            matchedText: matched.asked(at: candidate.position),
            matchedLanguage: matched.language, features: standing.features, weights: weights,
            score: standing.score, margin: standing.margin, confidence: confidence)
    }
}

extension KnowledgeEntry {
    /// This day where the bot runs, as `validUntil` is written.
    package static func today() -> String {
        Date().formatted(Date.ISO8601FormatStyle(timeZone: .current).year().month().day())
    }

    /// True for a published entry that is not past its last day.
    func isAnswered(on day: String) -> Bool {
        status == .published && !hasExpired(on: day)
    }

    /// Whether it is published, but past its last day.
    func hasExpired(on day: String) -> Bool {
        status == .published && (validUntil.map { $0 < day } ?? false)
    }
}
