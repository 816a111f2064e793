internal import Foundation

/// Turns evidence into ranked ids: shared by the search and by those who judge it.
enum KnowledgeRanking {
    /// One entry as a candidate.
    struct Candidate {
        let id: String
        let features: KnowledgeFeatures
        /// The position of the nearest question or alias.
        let position: Int
        /// The entry's index in the caller's list.
        let index: Int
    }

    struct Ranked {
        let candidate: Candidate
        let score: Double
    }

    /// The indices of the entries to compare: of one id only that in the query's language, where there is one.
    static func preferred(_ entries: [KnowledgeEntry], _ query: KnowledgeQuery) -> [Int] {
        let language: Language = query.isHan ? .chinese : .english
        let translated = Set(entries.lazy.filter { $0.language == language }.map(\.id))
        return entries.indices.filter { entries[$0].language == language || !translated.contains(entries[$0].id) }
    }

    /// The best candidate of each id, the best id first.
    static func ranked(_ candidates: [Candidate], _ weights: KnowledgeCalibration.Weights) -> [Ranked] {
        var best: [String: Ranked] = [:]
        for candidate in candidates {
            let score = weights.score(candidate.features)
            if let other = best[candidate.id], other.score >= score { continue }
            best[candidate.id] = Ranked(candidate: candidate, score: score)
        }
        return best.values.sorted { ($0.score, $1.candidate.id) > ($1.score, $0.candidate.id) }
    }

    /// The standing of the ranked ids' first `count`.
    static func standings(
        _ ranked: [Ranked], first count: Int, information: Double
    ) -> [KnowledgeCalibration.Standing] {
        ranked.prefix(count).indices.map { index in
            let score = ranked[index].score
            let others = ranked.indices.lazy.filter { $0 != index }.map { ranked[$0].score }
            let best = others.max() ?? score - 10
            let sum = others.reduce(0) { $0 + exp($1 - best) }
            return KnowledgeCalibration.Standing(
                features: ranked[index].candidate.features, score: score, margin: score - best,
                odds: score - best - log(max(sum, 1)), information: information)
        }
    }
}
