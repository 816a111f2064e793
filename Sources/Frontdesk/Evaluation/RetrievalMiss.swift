/// A query whose first hit is none of the entries that answer it: what came instead, and what spoke for it.
package struct RetrievalMiss: Sendable, Hashable, Encodable {
    /// Where an entry stands in the ranking of a query.
    package struct Place: Sendable, Hashable, Encodable {
        package let id: String
        package let question: String
        /// The first is 1.
        package let rank: Int
        package let score: Double
        package let confidence: Double

        init(_ hit: KnowledgeHit, rank: Int) {
            id = hit.entry.id
            question = hit.entry.question
            self.rank = rank
            score = hit.score
            confidence = hit.confidence
        }
    }

    /// A part of the score that puts the first hit ahead of the expected one.
    package struct Difference: Sendable, Hashable, Encodable {
        package let part: String
        /// The part's value for the first hit, and for the expected one.
        package let first: Double
        package let expected: Double
        /// By how much the part puts the first ahead in the score.
        package let ahead: Double
    }

    package let query: String
    package let location: SourceLocation
    /// The ids that are right, in alphabetical order.
    package let relevant: [String]
    /// Nil where nothing was found.
    package let first: Place?
    /// The best placed of those that are right; nil where none was found.
    package let expected: Place?
    /// The parts that differ most, the most telling first.
    package let differences: [Difference]

    private static let tellingParts = 3

    /// What is wrong with the hits of a query, the best first; nil where the first is right.
    init?(_ query: EvaluationQuery, _ hits: [KnowledgeHit]) {
        if let first = hits.first, query.relevant.contains(first.entry.id) { return nil }
        self.query = query.text
        location = query.location
        relevant = query.relevant.sorted()
        first = hits.first.map { Place($0, rank: 1) }
        let right = hits.firstIndex { query.relevant.contains($0.entry.id) }
        expected = right.map { Place(hits[$0], rank: $0 + 1) }
        differences = right.map { Self.differences(hits[0], hits[$0]) } ?? []
    }

    private static func differences(_ first: KnowledgeHit, _ expected: KnowledgeHit) -> [Difference] {
        let all = zip(first.parts, expected.parts).map { first, expected in
            Difference(
                part: first.name, first: first.value, expected: expected.value,
                ahead: first.contribution - expected.contribution)
        }
        return Array(all.filter { $0.ahead >= 0.005 }.sorted { $0.ahead > $1.ahead }.prefix(tellingParts))
    }
}

extension Evaluator {
    /// What came of putting queries to the search.
    package struct Searched: Sendable {
        package let report: RetrievalReport
        /// The queries whose first hit is not right, in their order.
        package let misses: [RetrievalMiss]
    }

    /// How far down a ranking is looked; `map` and `mrr` see nothing below.
    package static let depth = 100

    /// Puts each query to the knowledge search alone, without intents and thresholds.
    package func evaluate(
        _ queries: [EvaluationQuery], progress: (Int) -> Void = { _ in }
    ) throws -> Searched {
        try checkIDs(of: queries)
        let start = ContinuousClock.now
        let standard = bot.files.current.settings.languages.first ?? .english
        var misses: [RetrievalMiss] = []
        let results = try queries.enumerated().map { index, query in
            let language = Language.detect(in: query.text) ?? standard
            let hits = try bot.mind.hits(for: query.text, language, limit: Self.depth)
            if let miss = RetrievalMiss(query, hits) { misses.append(miss) }
            progress(index + 1)
            return (ranked: hits.map(\.entry.id), relevant: query.relevant)
        }
        return Searched(report: RetrievalReport(results, milliseconds: start.milliseconds), misses: misses)
    }

    /// An expected id that no entry has can never be found: it is mistyped, or its entry is gone.
    private func checkIDs(of queries: [EvaluationQuery]) throws {
        let known = try bot.mind.entryIDs()
        let sorted = known.sorted()
        var errors = BotErrors()
        for query in queries {
            for id in query.relevant.subtracting(known).sorted() {
                // Each id is compared with all: only the first are worth the time.
                let suggests = errors.errors.count < KnownNames.mostSuggestions
                errors.append(
                    BotError(
                        .badData, at: query.location, "no entry has the expected id '\(id)'",
                        mend: (suggests ? Suggestion.question(for: id, among: sorted) : nil)
                            ?? "'frontdesk export knowledge' shows the ids"))
            }
        }
        try errors.throwIfAny()
    }
}
