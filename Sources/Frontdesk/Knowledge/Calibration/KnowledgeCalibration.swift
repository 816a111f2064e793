internal import Foundation

/// How evidence becomes a score, and the first hit's score the probability that it is the right entry.
package struct KnowledgeCalibration: Sendable, Hashable, Codable {
    /// Which queries a set of weights is for: by script, and whether there are embeddings.
    package struct Kind: Sendable, Hashable, Codable {
        package let isHan: Bool
        package let hasVectors: Bool

        static let all = [(false, true), (true, true), (false, false), (true, false)].map {
            Kind(isHan: $0, hasVectors: $1)
        }
    }

    /// The weights for one kind of query.
    package struct Weights: Sendable, Hashable, Codable {
        package let kind: Kind
        /// One weight for each of `KnowledgeFeatures.values`; their sum of products is the score.
        package var ranking: [Double]
        /// One weight for each of `Standing.values`, and the intercept; their sum of products is the log odds.
        package var confidence: [Double]
    }

    /// A hit's standing among the others.
    struct Standing: Sendable, Hashable {
        let features: KnowledgeFeatures
        let score: Double
        /// The score's distance from the best hit of another question.
        let margin: Double
        /// The log odds that it is this id, if it is one of those found.
        let odds: Double
        /// How much the query says: the sum of its words' weights, as a logarithm.
        let information: Double

        static let count = 9

        var values: [Double] {
            [
                score, min(margin, 6), min(odds, 8), features.nearestCosine, features.passageCosine, features.coverage,
                features.gramOverlap, features.wordOverlap, information,
            ]
        }
    }

    static let fileName = "knowledge.json"

    package var weights: [Weights]

    package init(weights: [Weights]) {
        self.weights = weights
    }

    func weights(for kind: Kind) -> Weights {
        own(kind) ?? Self.standard.weights.first { $0.kind == kind } ?? Weights(kind: kind, ranking: [], confidence: [])
    }

    /// The bot's own weights. Those of an earlier version lack the features that came since, which count for nothing
    /// until the bot is trained anew: its routing was fitted to the scores without them.
    private func own(_ kind: Kind) -> Weights? {
        let count = KnowledgeFeatures.names.count
        return weights.first { $0.kind == kind && Self.fewestFeatures...count ~= $0.ranking.count }.map { found in
            var own = found
            own.ranking += Array(repeating: 0, count: count - own.ranking.count)
            return own
        }
    }

    /// So many features the ranking has always had; newer ones stand behind them.
    private static let fewestFeatures = 9
}

extension KnowledgeCalibration.Weights {
    /// Whether the words of query and question are compared one by one, which takes a vector for each.
    var comparesWords: Bool {
        ranking.indices.contains(KnowledgeFeatures.wordLikenessPlace) && ranking[KnowledgeFeatures.wordLikenessPlace] != 0
    }

    /// The same without comparing words.
    var withoutWords: KnowledgeCalibration.Weights {
        var weights = self
        if weights.comparesWords { weights.ranking[KnowledgeFeatures.wordLikenessPlace] = 0 }
        return weights
    }

    func score(_ features: KnowledgeFeatures) -> Double {
        LogisticFit.dot(ranking, features.values)
    }

    func confidence(_ standing: KnowledgeCalibration.Standing) -> Double {
        LogisticFit.sigmoid(LogisticFit.dot(confidence, standing.values + [1]))
    }
}

extension KnowledgeCalibration {
    /// The weights before a bot's own are fitted, and those that a fit starts from and is held near.
    package static let standard = KnowledgeCalibration(
        weights: Kind.all.map { kind in
            Weights(kind: kind, ranking: standardRanking(kind), confidence: [0.2, 0.3, 0.3, 0, 0, 0, 0, 0, 0, -3])
        })

    /// In the order of `KnowledgeFeatures.names`. The base model reads English: its cosines say little of Chinese.
    ///
    /// Chosen on the default bot without its aliases, by its own calibration messages and aliases; docs/search.md has
    /// the figures; `Benchmarks/sets/weights.py` asks the binary the same. Beside embeddings words count for little in English:
    /// what names the topic is in too many entries.
    private static func standardRanking(_ kind: Kind) -> [Double] {
        switch (kind.isHan, kind.hasVectors) {
        case (false, true): [4.5, 0, 0, 8.5, 0, 0, 0, 0, 0, 0, 0.7, 8]
        case (true, true): [0.5, 0.5, 1, 1, 2, 6, 6, 2, 8, 0, 0, 0]
        case (false, false): [0, 0, 0, 0, 3, 4, 3, 3, 6, 0, 0, 0]
        case (true, false): [0, 0, 0, 0, 2, 6, 6, 2, 8, 0, 0, 0]
        }
    }
}
