internal import Foundation

/// Turns evidence into ranked ids: shared by the search and by those who judge it.
enum KnowledgeRanking {
    /// One entry as a candidate.
    struct Candidate {
        let id: String
        let question: MessageKey
        var features: KnowledgeFeatures
        /// The position of the nearest question or alias.
        let position: Int
        /// The entry's index in the caller's list.
        let index: Int
        /// Whether it is a passage, whose question is the title that pieces of one section share.
        let isPassage: Bool
    }

    struct Ranked {
        let candidate: Candidate
        /// The best that an entry of this question has; a passage has its own.
        var score: Double
        /// The score of this entry alone.
        let own: Double
    }

    /// The indices of the entries to compare: of one id only that in the query's language, where there is one.
    private static func preferred(_ entries: [KnowledgeEntry], _ query: KnowledgeQuery) -> [Int] {
        let language: Language = query.isHan ? .chinese : .english
        let translated = Set(entries.lazy.filter { $0.language == language }.map(\.id))
        return entries.indices.filter { entries[$0].language == language || !translated.contains(entries[$0].id) }
    }

    /// What speaks for each entry in the query's language, or in its own where there is none.
    ///
    /// `vector` is the query's embedding; `without` is an alias that counts as not there.
    static func candidates(
        _ query: KnowledgeQuery, _ entries: [IndexedEntry], _ vectors: KnowledgeVectors, _ vector: [Float]?,
        without excluded: (row: Int64, position: Int)? = nil
    ) -> [Candidate] {
        preferred(entries.map(\.entry), query).map { index in
            let entry = entries[index]
            let (features, position) = query.evidence(
                entry.terms, vectors.cosines(of: entry.row, with: vector),
                without: excluded?.row == entry.row ? excluded?.position : nil)
            return Candidate(
                id: entry.entry.id, question: entry.questionKey, features: features, position: position, index: index,
                isPassage: entry.entry.isPassage)
        }
    }

    /// The best candidate of each id, the best id first; entries that ask just what the query asks come before all others.
    ///
    /// Entries of one question stand and fall together: what one of them has found, the others answer too. Of the passages
    /// below one title each tells something else.
    static func ranked(
        _ candidates: [Candidate], _ weights: KnowledgeCalibration.Weights, asked: MessageKey
    ) -> [Ranked] {
        var best: [String: Ranked] = [:]
        for candidate in relative(candidates) {
            let score = weights.score(candidate.features)
            if let other = best[candidate.id], other.own >= score { continue }
            best[candidate.id] = Ranked(candidate: candidate, score: score, own: score)
        }
        return raised(sharing(Array(best.values)), asked: asked).sorted { first, second in
            let isAsked = [first, second].map { $0.candidate.question == asked }
            if isAsked[0] != isAsked[1] { return isAsked[0] }
            return (first.score, first.own, second.candidate.id) > (second.score, second.own, first.candidate.id)
        }
    }

    /// Gives the entries of one question the best score among them.
    private static func sharing(_ all: [Ranked]) -> [Ranked] {
        var best: [MessageKey: Double] = [:]
        for ranked in all where !ranked.candidate.isPassage {
            best[ranked.candidate.question] = max(best[ranked.candidate.question] ?? ranked.own, ranked.own)
        }
        return all.map { ranked in
            var ranked = ranked
            if !ranked.candidate.isPassage { ranked.score = best[ranked.candidate.question] ?? ranked.own }
            return ranked
        }
    }

    /// Raises what asks just what the query asks until its best has the best score of all.
    private static func raised(_ all: [Ranked], asked: MessageKey) -> [Ranked] {
        guard let best = all.map(\.score).max(),
            let own = all.filter({ $0.candidate.question == asked }).map(\.score).max()
        else { return all }
        return all.map { ranked in
            var ranked = ranked
            if ranked.candidate.question == asked { ranked.score += best - own }
            return ranked
        }
    }

    /// BM25 as a share of the best candidate's: what it amounts to depends on the query, the order does not.
    private static func relative(_ candidates: [Candidate]) -> [Candidate] {
        let question = candidates.lazy.map(\.features.questionBM25).max() ?? 0
        let entry = candidates.lazy.map(\.features.entryBM25).max() ?? 0
        return candidates.map { candidate in
            var candidate = candidate
            candidate.features.questionBM25 /= max(question, 1e-9)
            candidate.features.entryBM25 /= max(entry, 1e-9)
            return candidate
        }
    }

    /// The standing of the ranked ids' first `count`.
    static func standings(
        _ ranked: [Ranked], first count: Int, information: Double
    ) -> [KnowledgeCalibration.Standing] {
        ranked.prefix(count).indices.map { index in
            let score = ranked[index].score
            let question = ranked[index].candidate.question
            let others = ranked.lazy.filter { $0.candidate.question != question }.map(\.score)
            let best = others.max() ?? score - 10
            let sum = others.reduce(0) { $0 + exp($1 - best) }
            return KnowledgeCalibration.Standing(
                features: ranked[index].candidate.features, score: score, margin: score - best,
                odds: score - best - log(max(sum, 1)), information: information)
        }
    }
}
