internal import Foundation

/// Turns evidence into ranked ids: shared by the search and by those who judge it.
struct KnowledgeRanking {
    /// One row of the index as a candidate.
    struct Candidate {
        let id: String
        let isInQueryLanguage: Bool
        let features: KnowledgeFeatures
        let position: Int
        /// The candidate's index in the caller's list.
        let index: Int
    }

    /// For each id one candidate: the one in the query's language where there is one, else the best.
    static func grouped(_ candidates: [Candidate], _ weights: KnowledgeCalibration.Weights) -> [(
        Candidate, score: Double
    )] {
        var best: [String: (Candidate, score: Double)] = [:]
        for candidate in candidates {
            let score = weights.score(candidate.features)
            guard let other = best[candidate.id] else {
                best[candidate.id] = (candidate, score)
                continue
            }
            let isBetter =
                candidate.isInQueryLanguage == other.0.isInQueryLanguage
                ? score > other.score : candidate.isInQueryLanguage
            if isBetter { best[candidate.id] = (candidate, score) }
        }
        return best.values.sorted { ($0.score, $1.0.id) > ($1.score, $0.0.id) }
    }

    /// The standing of the ranked ids' first `count`.
    static func standings(
        _ ranked: [(Candidate, score: Double)], first count: Int, information: Double
    ) -> [KnowledgeCalibration.Standing] {
        ranked.prefix(count).indices.map { index in
            let score = ranked[index].score
            let others = ranked.indices.lazy.filter { $0 != index }.map { ranked[$0].score }
            let best = others.max() ?? score - 10
            let sum = others.reduce(0) { $0 + exp($1 - best) }
            return KnowledgeCalibration.Standing(
                features: ranked[index].0.features, score: score, margin: score - best,
                odds: score - best - log(max(sum, 1)), information: information)
        }
    }
}
