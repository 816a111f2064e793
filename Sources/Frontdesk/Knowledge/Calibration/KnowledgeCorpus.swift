internal import Foundation
internal import GRDB
internal import Kernels

/// All published entries in memory, as the calibrator needs them: searched some thousand times with one part left out.
struct KnowledgeCorpus: Sendable {
    /// A query with what is left out while it is asked.
    struct Probe: Sendable {
        let text: String
        let vector: [Float]?
        /// The entry and the position of the alias that the query is, which then counts as not there.
        var excluded: (entry: Int, position: Int)?
    }

    /// What the search would find for a query.
    struct Findings: Sendable {
        let asked: MessageKey
        let candidates: [KnowledgeRanking.Candidate]
        let information: Double
        let isHan: Bool

        /// The candidates as the search would rank them.
        func ranked(by weights: KnowledgeCalibration.Weights) -> [KnowledgeRanking.Ranked] {
            KnowledgeRanking.ranked(candidates, weights, asked: asked)
        }
    }

    /// What single words mean, and the words of each question and alias as they are spelt.
    private struct Words {
        let embeddings: WordEmbeddings
        let spelt: [[[String]]]

        init(_ embeddings: WordEmbeddings, _ entries: [IndexedEntry]) {
            self.embeddings = embeddings
            spelt = entries.map { indexed in
                ([indexed.entry.question] + indexed.entry.aliases).map(WordComparison.words)
            }
        }

        /// The vectors of these words and of those of other texts.
        func vectors(with texts: [String]) throws -> [String: [Float]] {
            let others = texts.flatMap(WordComparison.words)
            return try embeddings.vectors(of: Set(spelt.joined().joined()).union(others))
        }
    }

    let entries: [IndexedEntry]
    let vectors: KnowledgeVectors
    /// None where the weights do not compare words.
    private let words: Words?
    /// The entries of each id.
    private let siblings: [String: [Int]]
    /// The entries that hold each word or n-gram.
    private let wordPostings: [UInt32: [Int32]]
    private let gramPostings: [UInt32: [Int32]]
    private let indices: [Int64: Int]
    private let answerLength: Double

    init(_ index: KnowledgeIndex, encoder: String?, words: WordEmbeddings?) throws {
        let (all, vectors) = try index.store.read {
            (
                try IndexedEntry.all($0), try KnowledgeVectors(encoder: encoder, VectorFile(index.store), $0)
            )
        }
        let entries = all.filter { $0.entry.status == .published }
        self.entries = entries
        self.vectors = vectors
        self.words = words.map { Words($0, entries) }
        siblings = Dictionary(grouping: entries.indices) { entries[$0].entry.id }
        indices = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($0.element.row, $0.offset) })
        wordPostings = Self.postings(entries, Self.wordSets)
        gramPostings = Self.postings(entries, Self.gramSets)
        answerLength = Double(entries.reduce(0) { $0 + $1.terms.answer.length }) / Double(max(entries.count, 1))
    }

    /// The words of question and aliases, by position, then those of the answer.
    private static func wordSets(_ terms: EntryTerms) -> [TermSet] {
        terms.questions.map(\.words) + [terms.answer.set]
    }

    private static func gramSets(_ terms: EntryTerms) -> [TermSet] {
        terms.questions.map(\.grams)
    }

    private static func postings(
        _ entries: [IndexedEntry], _ sets: (EntryTerms) -> [TermSet]
    ) -> [UInt32: [Int32]] {
        var postings: [UInt32: [Int32]] = [:]
        for (index, entry) in entries.enumerated() {
            for term in Set(sets(entry.terms).flatMap(\.terms)) { postings[term, default: []].append(Int32(index)) }
        }
        return postings
    }
}

extension KnowledgeCorpus {
    /// What the search would find for each query; the same on any number of threads.
    func findings(for probes: [Probe]) throws -> [Findings] {
        let vectors = try words?.vectors(with: probes.map(\.text))
        return concurrentMap(probes.count) { findings(for: probes[$0], vectors) }
    }

    /// `words` are the vectors of all words; nil where words are not compared.
    private func findings(for probe: Probe, _ words: [String: [Float]]?) -> Findings {
        let query = query(for: probe)
        let ids = Set(proposals(query, probe.vector).map { entries[$0].entry.id })
        let found = ids.sorted().flatMap { siblings[$0] ?? [] }
        let excluded = probe.excluded.map { (row: entries[$0.entry].row, position: $0.position) }
        var candidates = KnowledgeRanking.candidates(
            query, found.map { entries[$0] }, vectors, probe.vector, without: excluded)
        if let words { compareWords(probe, query, found, words, &candidates) }
        return Findings(
            asked: MessageKey(probe.text), candidates: candidates, information: query.information, isHan: query.isHan)
    }

    private func compareWords(
        _ probe: Probe, _ query: KnowledgeQuery, _ found: [Int], _ vectors: [String: [Float]],
        _ candidates: inout [KnowledgeRanking.Candidate]
    ) {
        guard let spelt = words?.spelt else { return }
        let comparison = WordComparison(TextAnalysis.spelling(of: probe.text), query.words, vectors)
        for place in candidates.indices {
            let (index, position) = (found[candidates[place].index], candidates[place].position)
            if let excluded = probe.excluded, excluded == (index, position) { continue }
            candidates[place].features.wordLikeness = comparison.likeness(
                to: spelt[index][position], entries[index].terms.questions[position].words)
        }
    }

    private func query(for probe: Probe) -> KnowledgeQuery {
        let analysis = TextAnalysis(probe.text)
        return KnowledgeQuery(
            words: weighted(TermSet(analysis.words), wordPostings, Self.wordSets, probe),
            grams: weighted(TermSet(analysis.grams), gramPostings, Self.gramSets, probe),
            isHan: Language.detect(in: probe.text) == .chinese, answerLength: answerLength)
    }

    /// Weighs terms by the number of entries that hold them, where the alias left out does not count.
    private func weighted(
        _ set: TermSet, _ postings: [UInt32: [Int32]], _ sets: (EntryTerms) -> [TermSet], _ probe: Probe
    ) -> WeightedTerms {
        var kept: [TermSet] = []
        if let excluded = probe.excluded {
            kept = sets(entries[excluded.entry].terms)
            kept.remove(at: excluded.position)
        }
        return WeightedTerms(set, count: entries.count) { term in
            let isLost = probe.excluded != nil && !kept.contains { $0.contains(term) }
            return (postings[term]?.count ?? 0) - (isLost ? 1 : 0)
        }
    }

    private func proposals(_ query: KnowledgeQuery, _ vector: [Float]?) -> Set<Int> {
        var scores = [Double](repeating: 0, count: entries.count)
        for (term, weight) in zip(query.words.terms, query.words.weights) {
            for index in wordPostings[term] ?? [] { scores[Int(index)] += weight }
        }
        for (term, weight) in zip(query.grams.terms, query.grams.weights) {
            for index in gramPostings[term] ?? [] { scores[Int(index)] += 0.2 * weight }
        }
        let count = KnowledgeSearch.proposals
        let byTerms = scores.indices.filter { scores[$0] > 0 }.sorted { scores[$0] > scores[$1] }.prefix(count)
        return Set(byTerms).union(vectors.nearest(to: vector, count: count).compactMap { indices[$0] })
    }
}
