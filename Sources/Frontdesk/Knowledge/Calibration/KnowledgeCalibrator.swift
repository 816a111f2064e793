internal import Foundation
package import Kernels

/// Learns from a bot's own entries how to rank, and how sure the first hit is.
///
/// Each alias is asked while it is left out of the index: the entry should still come first. It is asked as well among
/// other words while the index has it (as is the question of an entry without aliases), as customers may well hit upon
/// it: aliases are written to differ from one another, so left out they are harder than customers are. What must not be
/// answered comes from the same queries with their entry left out altogether, and from the bot's intent examples.
package struct KnowledgeCalibrator {
    /// The messages that customers are expected to write, by what answers them.
    package struct Traffic: Sendable, Hashable {
        package var knowledge = 0.45
        package var intents = 0.45
        package var nothing = 0.1

        package init() {}
    }

    /// How the search does on what it was fitted to, measured with the weights of the other half of the ids.
    package struct Report: Sendable, Hashable {
        package let kind: KnowledgeCalibration.Kind
        package let queries: Int
        package let negatives: Int
        /// The share of queries whose entry came first.
        package let precision: Double
        /// The share of queries whose entry was among the first three.
        package let precision3: Double
        /// The share of aliases that came first when asked among other words, with the index having them.
        package let keptPrecision: Double
        /// How well the confidence tells right first hits from negatives.
        package let auroc: Double
        /// The mean distance of confidence and share of right first hits, over fifteen bins, in the expected traffic.
        package let calibrationError: Double
    }

    /// Messages of customers with the entry that answers each, as people or agents' answers said.
    package struct Labelled: Sendable {
        package let messages: [(text: String, id: String)]
        /// Their embeddings, a row each; nil where there are none.
        package let vectors: Matrix?

        package init(_ messages: [(text: String, id: String)], vectors: Matrix?) {
            self.messages = messages
            self.vectors = vectors
        }
    }

    /// Where a case comes from.
    enum Source {
        case alias, kept, removed, intent, labelled
    }

    /// One query with its candidates.
    struct Case {
        /// The alias or example as it stands in its file.
        let text: String
        let id: String?
        let source: Source
        let findings: KnowledgeCorpus.Findings
        /// Which half of the ids it belongs to.
        let half: Int
    }

    let corpus: KnowledgeCorpus
    private let traffic: Traffic
    /// Cases by script.
    private let cases: [Bool: [Case]]

    /// Asks every alias, and every text of `others` (the intents' examples) with its embedding.
    package init(
        _ index: KnowledgeIndex, encoder: String?, others: [String], otherVectors: Matrix? = nil,
        labelled: Labelled = Labelled([], vectors: nil), words: WordEmbeddings? = nil, traffic: Traffic = Traffic()
    ) throws {
        corpus = try KnowledgeCorpus(index, encoder: encoder, words: words)
        self.traffic = traffic
        let cases =
            try Self.aliasCases(corpus) + Self.otherCases(corpus, others, otherVectors)
            + Self.labelledCases(corpus, labelled)
        self.cases = Dictionary(grouping: cases) { $0.findings.isHan }
    }

    /// The weights for each kind of query that has enough cases, the standard ones for the others.
    package func fit() -> KnowledgeCalibration {
        let kinds = KnowledgeCalibration.Kind.all
        return KnowledgeCalibration(weights: concurrentMap(kinds.count) { fit(kinds[$0], half: nil) })
    }
}

extension KnowledgeCalibrator {
    /// What customers wrote counts more than what was written for them: there is less of it.
    private static let labelledWeight = 4.0
    /// Kept aliases count half: what is left out says how the search does on words that nobody foresaw.
    private static let keptWeight = 0.5
    /// Below so many aliases, and so many labelled messages, the standard weights stay.
    static let fewest = 50

    /// The cases of one kind of query; without vectors the cosines count as nothing.
    func cases(_ kind: KnowledgeCalibration.Kind, half: Int?) -> [Case] {
        if kind.hasVectors, corpus.vectors.isEmpty { return [] }
        let cases = (cases[kind.isHan] ?? []).filter { half == nil || $0.half == half }
        return kind.hasVectors ? cases : cases.map(\.withoutCosines)
    }

    func fit(_ kind: KnowledgeCalibration.Kind, half: Int?) -> KnowledgeCalibration.Weights {
        let cases = cases(kind, half: half)
        var weights = KnowledgeCalibration.standard.weights(for: kind)
        let counts = cases.reduce(into: [Source: Int]()) { $0[$1.source, default: 0] += 1 }
        guard [.alias, .labelled].contains(where: { counts[$0, default: 0] >= Self.fewest }) else { return weights }
        // To compare words is for entries that are asked in one way alone: where there are others, these tell more.
        if counts[.alias, default: 0] >= Self.fewest { weights = weights.withoutWords }
        weights.ranking = rankingWeights(cases, weights)
        weights.confidence = confidenceWeights(cases, weights)
        return weights
    }

    private func rankingWeights(_ cases: [Case], _ weights: KnowledgeCalibration.Weights) -> [Double] {
        let choices = cases.filter { $0.id != nil }.compactMap { item -> LogisticFit.Choice? in
            let ranked = item.findings.ranked(by: weights)
            guard let right = ranked.firstIndex(where: { $0.candidate.id == item.id }) else { return nil }
            return LogisticFit.Choice(
                options: ranked.map(\.candidate.features.values), right: right, weight: Self.weight(of: item.source))
        }
        return LogisticFit.nonNegativeChoices(choices, prior: weights.ranking, penalty: 2)
    }

    private static func weight(of source: Source) -> Double {
        switch source {
        case .labelled: labelledWeight
        case .kept: keptWeight
        default: 1
        }
    }

    private func confidenceWeights(_ cases: [Case], _ weights: KnowledgeCalibration.Weights) -> [Double] {
        LogisticFit.nonNegativeCases(
            judge(cases, weights).map {
                LogisticFit.Case(features: $0.standing.values, isTrue: $0.isRight, weight: $0.weight)
            },
            count: KnowledgeCalibration.Standing.count,
            // How much a query says speaks neither for nor against a hit.
            signed: [KnowledgeCalibration.Standing.count - 1], penalty: 0.05)
    }

    /// The first hit of a case: its standing, whether it is right, and its share of the expected traffic.
    struct Judged {
        let item: Case
        let standing: KnowledgeCalibration.Standing
        let isRight: Bool
        let weight: Double
        /// The place of the right entry, from 0; nil where it was not found.
        let rank: Int?
    }

    func judge(_ cases: [Case], _ weights: KnowledgeCalibration.Weights) -> [Judged] {
        let counts = Dictionary(grouping: cases, by: \.source).mapValues { Double($0.count) }
        return cases.compactMap { item in
            let ranked = item.findings.ranked(by: weights)
            let standings = KnowledgeRanking.standings(ranked, first: 1, information: item.findings.information)
            guard let standing = standings.first else { return nil }
            let rank = ranked.firstIndex { $0.candidate.id == item.id }
            // The weights of all cases sum to the number of cases, so that the penalty means the same everywhere.
            let weight = traffic.share(of: item.source) * Double(cases.count) / (counts[item.source] ?? 1)
            return Judged(item: item, standing: standing, isRight: rank == 0, weight: weight, rank: rank)
        }
    }
}

extension KnowledgeCalibrator.Traffic {
    /// Questions for knowledge are half like an alias that is there, half like one that nobody wrote.
    fileprivate func share(of source: KnowledgeCalibrator.Source) -> Double {
        switch source {
        case .alias, .kept, .labelled: knowledge / 2
        case .removed: nothing
        case .intent: intents
        }
    }
}

extension [KnowledgeEntry] {
    /// Whether there are so many aliases in scripts with spaces that the weights are fitted to them, without words.
    var haveManyAliases: Bool {
        lazy.flatMap(\.aliases).count { Language.detect(in: $0) != .chinese } >= KnowledgeCalibrator.fewest
    }
}
