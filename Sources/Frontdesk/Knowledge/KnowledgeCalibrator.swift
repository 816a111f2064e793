internal import Foundation
package import Kernels

/// Learns from a bot's own entries how to rank, and how sure the first hit is.
///
/// Each alias is asked while it is left out of the index (an entry without aliases is asked by its question): the entry
/// should still come first. What must not be answered comes from the same queries with their entry left out altogether,
/// and from the bot's intent examples.
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
        /// How well the confidence tells right first hits from negatives.
        package let auroc: Double
        /// The mean distance of confidence and share of right first hits, over fifteen bins, in the expected traffic.
        package let calibrationError: Double
    }

    /// Where a case comes from.
    enum Source {
        case alias, removed, intent
    }

    /// One query with its candidates.
    struct Case {
        let text: String
        let id: String?
        let source: Source
        let candidates: [KnowledgeRanking.Candidate]
        let information: Double
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
        traffic: Traffic = Traffic()
    ) throws {
        corpus = try KnowledgeCorpus(index, encoder: encoder)
        self.traffic = traffic
        cases = Dictionary(grouping: Self.aliasCases(corpus) + Self.otherCases(corpus, others, otherVectors)) {
            $0.isHan
        }
        .mapValues { $0.map(\.item) }
    }

    /// The weights for each kind of query that has enough cases, the standard ones for the others.
    package func fit() -> KnowledgeCalibration {
        KnowledgeCalibration(weights: KnowledgeCalibration.Kind.all.map { fit($0, half: nil) })
    }

    /// How well it does: each half of the ids is judged with the weights fitted to the other.
    package func report() -> [KnowledgeCalibration.Kind: Report] {
        let kinds = KnowledgeCalibration.Kind.all.filter { !cases($0, half: nil).isEmpty }
        return Dictionary(uniqueKeysWithValues: kinds.map { ($0, report($0)) })
    }
}

extension KnowledgeCalibrator {
    private static func aliasCases(_ corpus: KnowledgeCorpus) -> [(isHan: Bool, item: Case)] {
        corpus.entries.indices.flatMap { row -> [(isHan: Bool, item: Case)] in
            let entry = corpus.entries[row].entry
            let positions = entry.aliases.isEmpty ? [0] : Array(1...entry.aliases.count)
            return positions.flatMap { position -> [(isHan: Bool, item: Case)] in
                let text = position == 0 ? entry.question : entry.aliases[position - 1]
                let probe = KnowledgeCorpus.Probe(
                    text: text, vector: corpus.vectors.vector(of: corpus.entries[row].row, at: position), id: entry.id,
                    excluded: (row, position))
                let (candidates, information, isHan) = corpus.candidates(for: probe)
                let half = Int(truncatingIfNeeded: TermSet.hash(entry.id) >> 17 & 1)
                let others = candidates.filter { $0.id != entry.id }
                return [
                    (
                        isHan,
                        Case(
                            text: text, id: entry.id, source: .alias, candidates: candidates, information: information,
                            half: half)
                    ),
                    (
                        isHan,
                        Case(
                            text: text, id: nil, source: .removed, candidates: others, information: information,
                            half: half)
                    ),
                ]
            }
        }
    }

    private static func otherCases(
        _ corpus: KnowledgeCorpus, _ texts: [String], _ vectors: Matrix?
    ) -> [(isHan: Bool, item: Case)] {
        concurrentMap(texts.count) { index in
            let text = texts[index]
            let probe = KnowledgeCorpus.Probe(text: text, vector: vectors.map { Array($0[row: index]) })
            let (candidates, information, isHan) = corpus.candidates(for: probe)
            let half = Int(truncatingIfNeeded: TermSet.hash(text) >> 17 & 1)
            return (
                isHan,
                Case(text: text, id: nil, source: .intent, candidates: candidates, information: information, half: half)
            )
        }
    }

    func cases(_ kind: KnowledgeCalibration.Kind, half: Int?) -> [Case] {
        if kind.hasVectors, corpus.vectors.isEmpty { return [] }
        return (cases[kind.isHan] ?? []).filter { half == nil || $0.half == half }.map { item in
            guard !kind.hasVectors else { return item }
            let candidates = item.candidates.map { candidate in
                KnowledgeRanking.Candidate(
                    id: candidate.id, isInQueryLanguage: candidate.isInQueryLanguage,
                    features: candidate.features.withoutCosines, position: candidate.position, index: candidate.index)
            }
            return Case(
                text: item.text, id: item.id, source: item.source, candidates: candidates,
                information: item.information, half: item.half
            )
        }
    }

    func fit(_ kind: KnowledgeCalibration.Kind, half: Int?) -> KnowledgeCalibration.Weights {
        let cases = cases(kind, half: half)
        var weights = KnowledgeCalibration.standard.weights(for: kind)
        guard cases.count(where: { $0.source == .alias }) >= 50 else { return weights }
        // The choice of one row for each id depends on the weights, so a second round settles it.
        for _ in 0..<2 { weights.ranking = rankingWeights(cases, weights) }
        weights.confidence = confidenceWeights(cases, weights)
        return weights
    }

    private func rankingWeights(_ cases: [Case], _ weights: KnowledgeCalibration.Weights) -> [Double] {
        let choices = cases.filter { $0.source == .alias }.compactMap { item -> LogisticFit.Choice? in
            let ranked = KnowledgeRanking.grouped(item.candidates, weights)
            guard let right = ranked.firstIndex(where: { $0.0.id == item.id }) else { return nil }
            return LogisticFit.Choice(options: ranked.map { $0.0.features.values }, right: right, weight: 1)
        }
        return LogisticFit.nonNegativeChoices(
            choices, prior: KnowledgeCalibration.standard.weights(for: weights.kind).ranking, penalty: 4)
    }

    private func confidenceWeights(_ cases: [Case], _ weights: KnowledgeCalibration.Weights) -> [Double] {
        let judged = judge(cases, weights)
        return LogisticFit.nonNegativeCases(
            judged.map { LogisticFit.Case(features: $0.values, isTrue: $0.isRight, weight: $0.weight) },
            count: KnowledgeCalibration.Standing.count,
            // How much a query says speaks neither for nor against a hit.
            signed: [KnowledgeCalibration.Standing.count - 1], penalty: 0.05)
    }

    /// The first hit of each case: its standing, whether it is right, and its share of the expected traffic.
    private func judge(
        _ cases: [Case], _ weights: KnowledgeCalibration.Weights
    ) -> [(values: [Double], isRight: Bool, weight: Double, source: Source, rank: Int?)] {
        let counts = Dictionary(grouping: cases, by: \.source).mapValues { Double($0.count) }
        return cases.compactMap { item in
            let ranked = KnowledgeRanking.grouped(item.candidates, weights)
            guard let first = ranked.first,
                let standing = KnowledgeRanking.standings(ranked, first: 1, information: item.information).first
            else { return nil }
            let share =
                switch item.source {
                case .alias: traffic.knowledge
                case .removed: traffic.nothing
                case .intent: traffic.intents
                }
            let rank = ranked.firstIndex { $0.0.id == item.id }
            // The weights of all cases sum to the number of cases, so that the penalty means the same everywhere.
            let weight = share * Double(cases.count) / (counts[item.source] ?? 1)
            return (standing.values, first.0.id == item.id, weight, item.source, rank)
        }
    }

    private func report(_ kind: KnowledgeCalibration.Kind) -> Report {
        let judged = [0, 1].flatMap { half in
            let weights = fit(kind, half: 1 - half)
            return judge(cases(kind, half: half), weights).map { item in
                let confidence = LogisticFit.sigmoid(LogisticFit.dot(weights.confidence, item.values + [1]))
                return (confidence: confidence, item: item)
            }
        }
        let aliases = judged.filter { $0.item.source == .alias }
        let right = aliases.filter(\.item.isRight).map(\.confidence)
        let wrong = judged.filter { $0.item.source != .alias }.map(\.confidence)
        return Report(
            kind: kind, queries: aliases.count, negatives: wrong.count,
            precision: Double(right.count) / Double(max(aliases.count, 1)),
            precision3: Double(aliases.count { $0.item.rank.map { $0 < 3 } ?? false }) / Double(max(aliases.count, 1)),
            auroc: Self.auroc(right, wrong),
            calibrationError: Self.calibrationError(judged.map { ($0.confidence, $0.item.isRight, $0.item.weight) }))
    }

    /// The probability that a right one scores above a wrong one; ties count half.
    static func auroc(_ right: [Double], _ wrong: [Double]) -> Double {
        let all = right.map { ($0, true) } + wrong.map { ($0, false) }
        let sorted = all.sorted { $0.0 < $1.0 }
        var sum = 0.0
        var start = 0
        while start < sorted.count {
            var end = start
            while end < sorted.count, sorted[end].0 == sorted[start].0 { end += 1 }
            let rank = Double(start + end + 1) / 2
            sum += rank * Double(sorted[start..<end].count { $0.1 })
            start = end
        }
        let count = Double(right.count)
        return (sum - count * (count + 1) / 2) / max(count * Double(wrong.count), 1)
    }

    private static func calibrationError(_ cases: [(confidence: Double, isRight: Bool, weight: Double)]) -> Double {
        let total = cases.reduce(0) { $0 + $1.weight }
        let bins = Dictionary(grouping: cases) { min(14, Int($0.confidence * 15)) }
        return bins.values.reduce(0) { sum, bin in
            sum + abs(bin.reduce(0) { $0 + $1.weight * ($1.confidence - ($1.isRight ? 1 : 0)) })
        } / max(total, 1e-9)
    }
}
