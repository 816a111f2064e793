internal import GRDB

/// All published entries in memory, as the calibrator needs them: searched some thousand times with one part left out.
struct KnowledgeCorpus {
    /// A query with what is left out while it is asked.
    struct Probe {
        let text: String
        let vector: [Float]?
        /// The id whose entry the query is of; nil for one that knowledge must not answer.
        let id: String?
        /// The row and the position of the alias that the query is, which then counts as not there.
        let excluded: (row: Int, position: Int)?

        init(text: String, vector: [Float]?, id: String? = nil, excluded: (row: Int, position: Int)? = nil) {
            self.text = text
            self.vector = vector
            self.id = id
            self.excluded = excluded
        }
    }

    let entries: [IndexedEntry]
    private let terms: [EntryTerms]
    private let siblings: [String: [Int]]
    /// The entries that hold each word or n-gram.
    private let wordPostings: [UInt64: [Int32]]
    private let gramPostings: [UInt64: [Int32]]
    private let rowIndices: [Int64: Int]
    let vectors: KnowledgeVectors

    init(_ index: KnowledgeIndex, encoder: String?) throws {
        let (all, vectors) = try index.store.read {
            (try IndexedEntry.all($0), try KnowledgeVectors(encoder: encoder, $0))
        }
        let entries = all.filter { $0.entry.status == .published }
        let terms = entries.map { EntryTerms($0.entry) }
        self.entries = entries
        self.vectors = vectors
        self.terms = terms
        siblings = Dictionary(grouping: entries.indices) { entries[$0].entry.id }
        rowIndices = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($0.element.row, $0.offset) })
        wordPostings = Self.postings(terms) { ($0.questions + [$0.answer]).map(\.words) }
        gramPostings = Self.postings(terms) { $0.questions.map(\.grams) }
    }

    private static func postings(_ entries: [EntryTerms], _ sets: (EntryTerms) -> [TermSet]) -> [UInt64: [Int32]] {
        var postings: [UInt64: [Int32]] = [:]
        for (index, entry) in entries.enumerated() {
            for term in Set(sets(entry).flatMap(\.terms)) { postings[term, default: []].append(Int32(index)) }
        }
        return postings
    }

    /// The candidates for a query, as the search would find them, and how much the query says.
    func candidates(for probe: Probe) -> (candidates: [KnowledgeRanking.Candidate], information: Double, isHan: Bool) {
        let query = query(for: probe)
        let cosines = vectors.cosines(with: probe.vector)
        let proposed = proposals(query, cosines, count: 40)
        let ids = Set(proposed.map { entries[$0].entry.id })
        let language: Language = query.isHan ? .chinese : .english
        let candidates = ids.sorted().flatMap { siblings[$0] ?? [] }.map { index in
            let excluded = probe.excluded?.row == index ? probe.excluded?.position : nil
            var own = vectors.cosines(cosines, of: entries[index].row)
            if let excluded { own.questions[excluded] = nil }
            let (features, position) = query.evidence(terms[index], own, without: excluded)
            let entry = entries[index].entry
            return KnowledgeRanking.Candidate(
                id: entry.id, isInQueryLanguage: entry.language == language, features: features, position: position,
                index: index)
        }
        return (candidates, query.information, query.isHan)
    }

    private func query(for probe: Probe) -> KnowledgeQuery {
        let analysis = TextAnalysis(probe.text)
        let isHan = Language.detect(in: probe.text) == .chinese
        // Terms that only the left-out alias brought into its entry would not be counted without it.
        func lost(_ terms: [UInt64], _ kind: (EntryTerms) -> [TermSet]) -> Set<UInt64> {
            guard let excluded = probe.excluded else { return [] }
            var sets = kind(self.terms[excluded.row])
            sets.remove(at: excluded.position)
            return Set(terms.filter { term in !sets.contains { $0.contains(term) } })
        }
        let words = TermSet(analysis.words)
        let grams = TermSet(analysis.grams)
        let lostWords = lost(words.terms) { ($0.questions + [$0.answer]).map(\.words) }
        let lostGrams = lost(grams.terms) { $0.questions.map(\.grams) }
        return KnowledgeQuery(
            words: WeightedTerms(words, count: entries.count) {
                (wordPostings[$0]?.count ?? 0) - (lostWords.contains($0) ? 1 : 0)
            },
            grams: WeightedTerms(grams, count: entries.count) {
                (gramPostings[$0]?.count ?? 0) - (lostGrams.contains($0) ? 1 : 0)
            }, isHan: isHan)
    }

    private func proposals(_ query: KnowledgeQuery, _ cosines: [Float], count: Int) -> Set<Int> {
        var scores = [Double](repeating: 0, count: entries.count)
        for (term, weight) in zip(query.words.terms, query.words.weights) {
            for index in wordPostings[term] ?? [] { scores[Int(index)] += weight }
        }
        for (term, weight) in zip(query.grams.terms, query.grams.weights) where weight > 0 {
            for index in gramPostings[term] ?? [] { scores[Int(index)] += 0.2 * weight }
        }
        let byTerms = scores.indices.filter { scores[$0] > 0 }.sorted { scores[$0] > scores[$1] }.prefix(count)
        let byVectors = vectors.nearest(cosines, count: count).compactMap { rowIndices[$0] }
        return Set(byTerms).union(byVectors)
    }
}
