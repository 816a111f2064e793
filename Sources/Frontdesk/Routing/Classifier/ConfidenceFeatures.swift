internal import Foundation

/// What tells how far the first-ranked intent can be trusted: the numbers that the calibration weighs.
struct ConfidenceFeatures: Sendable {
    /// The first-ranked intent, and each class's probability by the blend.
    let first: Int
    let probabilities: [Double]
    let values: [Double]

    /// What the values tell, in their order; those behind `agreement` are not in models of older builds.
    enum Feature: Int, CaseIterable {
        case probability, margin, background, body, ngrams, nearest, nearestNgrams, similarity, ngramSimilarity,
            backgroundSimilarity, backgroundNgramSimilarity, coverage, tokens, highestNgrams, agreement
        case nearestCentre, centre, highestBody
    }

    private static let oldest = Feature.agreement.rawValue + 1
    /// Each feature stands twice: for every message, and for scripts without spaces alone.
    static let count = 2 * Feature.allCases.count

    /// Where features stand among the values.
    static func places(of features: [Feature]) -> [Int] {
        features.flatMap { feature in
            feature.rawValue < oldest
                ? [feature.rawValue, oldest + feature.rawValue]
                : [oldest + feature.rawValue, Feature.allCases.count + feature.rawValue]
        }
    }

    /// What tells that no intent covers a message.
    ///
    /// The nearest example is not among them: hidden intents, which stand in for such messages, are seldom near what
    /// stays, while what customers ask beside the point is; docs/tuning.md has the figures.
    static func outOfScope(hasBackground: Bool) -> [Feature] {
        [.nearestCentre, .centre, .ngrams, .highestNgrams, .nearestNgrams, .coverage]
            + (hasBackground ? [.background, .backgroundSimilarity, .backgroundNgramSimilarity] : [])
    }

    init(_ evidence: Evidence, blend: Blend, present: [Bool], intents: Int) {
        let probabilities = blend.probabilities(evidence, present: present)
        let order = (0..<intents).sorted { (probabilities[$0], $1) > (probabilities[$1], $0) }
        let first = order.first ?? 0
        let second = order.count > 1 ? probabilities[order[1]] : 0
        let background = evidence.classes > intents ? probabilities[intents] : 0
        let known = (0..<intents).filter { present[$0] }
        let features = Feature.allCases.map { feature -> Double in
            switch feature {
            case .probability: Self.logit(probabilities[first])
            case .margin: min(Self.log(probabilities[first]) - Self.log(second), 8)
            case .background: Self.log(background)
            case .body: Self.logit(Self.headProbability(.body, of: first, evidence, present))
            case .ngrams: Double(evidence[.ngrams, first])
            case .nearest: Double(evidence[.nearest, first])
            case .nearestNgrams: Double(evidence[.nearestNgrams, first])
            case .similarity: Double(evidence.similarity)
            case .ngramSimilarity: Double(evidence.ngramSimilarity)
            case .backgroundSimilarity: Double(evidence.backgroundSimilarity - evidence.similarity)
            case .backgroundNgramSimilarity: Double(evidence.backgroundNgramSimilarity - evidence.ngramSimilarity)
            case .coverage: Double(evidence.facts.coverage)
            case .tokens: Foundation.log(1 + Double(evidence.facts.tokens))
            case .highestNgrams: Double(Self.highest(.ngrams, evidence, known))
            case .agreement: Self.agreement(on: first, evidence, known)
            case .nearestCentre: Double(known.map { evidence.centres[$0] }.max() ?? 0)
            case .centre: Double(evidence.centres[first])
            case .highestBody: Double(Self.highest(.body, evidence, known))
            }
        }
        // Older features first, each part followed by itself for scripts without spaces.
        values = [features[..<Self.oldest], features[Self.oldest...]].flatMap { part in
            Array(part) + part.map { evidence.facts.isCharacterScript ? $0 : 0 }
        }
        self.first = first
        self.probabilities = probabilities
    }

    private static func log(_ probability: Double) -> Double {
        max(Foundation.log(max(probability, 1e-9)), -9)
    }

    private static func logit(_ probability: Double) -> Double {
        let bounded = min(max(probability, 1e-4), 1 - 1e-4)
        return Foundation.log(bounded / (1 - bounded))
    }

    private static func headProbability(
        _ head: Evidence.Head, of target: Int, _ evidence: Evidence, _ present: [Bool]
    ) -> Double {
        let logits = (0..<evidence.classes).map { present[$0] ? Double(evidence[head, $0]) : -.infinity }
        return Blend.softmax(logits)[target]
    }

    private static func highest(_ head: Evidence.Head, _ evidence: Evidence, _ known: [Int]) -> Float {
        known.map { evidence[head, $0] }.max() ?? 0
    }

    /// The share of the heads that rank this intent first.
    private static func agreement(on first: Int, _ evidence: Evidence, _ known: [Int]) -> Double {
        let agreeing = Evidence.Head.allCases.count { head in
            evidence[head, first] >= highest(head, evidence, known)
        }
        return Double(agreeing) / Double(Evidence.heads)
    }
}
