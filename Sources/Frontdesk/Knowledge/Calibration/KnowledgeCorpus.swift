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
        let candidates: [KnowledgeRanking.Candidate]
        let information: Double
        let isHan: Bool
    }

    let entries: [IndexedEntry]
    let vectors: KnowledgeVectors
    /// None where the weights do not compare words.
    private let words: WordEmbeddings?
    private let questions: [MessageKey]
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
        self.words = words
        questions = entries.map { MessageKey($0.entry.question) }
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
        let texts = probes.map(\.text) + entries.flatMap { [$0.entry.question] + $0.entry.aliases }
        let words = try words?.vectors(of: WordComparison.words(of: texts))
        return concurrentMap(probes.count) { findings(for: probes[$0], words) }
    }

    private func findings(for probe: Probe, _ words: [String: [Float]]?) -> Findings {
        let query = query(for: probe)
        let comparison = words.map { WordComparison(probe.text, query.words, $0) }
        let ids = Set(proposals(query, probe.vector).map { entries[$0].entry.id })
        let found = ids.sorted().flatMap { siblings[$0] ?? [] }
        let candidates = KnowledgeRanking.preferred(found.map { entries[$0].entry }, query).map { place in
            let index = found[place]
            let excluded = probe.excluded?.entry == index ? probe.excluded?.position : nil
            var (features, position) = query.evidence(
                entries[index].terms, vectors.cosines(of: entries[index].row, with: probe.vector), without: excluded)
            if let comparison, position != excluded {
                features.wordLikeness = comparison.likeness(
                    to: entries[index].entry.asked(at: position), entries[index].terms.questions[position].words)
            }
            return KnowledgeRanking.Candidate(
                id: entries[index].entry.id, question: questions[index], features: features, position: position,
                index: index)
        }
        return Findings(candidates: candidates, information: query.information, isHan: query.isHan)
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
