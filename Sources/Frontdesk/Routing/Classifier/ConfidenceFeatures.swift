internal import Foundation

/// What tells how far the first-ranked intent can be trusted: the numbers that the calibration weighs.
struct ConfidenceFeatures: Sendable {
    /// The first-ranked intent, and each class's probability by the blend.
    let first: Int
    let probabilities: [Double]
    let values: [Double]

    /// Each feature stands twice: for every message, and for scripts without spaces alone.
    static let count = 2 * (15 + 3)

    init(_ evidence: Evidence, blend: Blend, present: [Bool], intents: Int) {
        let probabilities = blend.probabilities(evidence, present: present)
        let order = (0..<intents).sorted { (probabilities[$0], $1) > (probabilities[$1], $0) }
        first = order.first ?? 0
        self.probabilities = probabilities
        let top = probabilities[first]
        let second = order.count > 1 ? probabilities[order[1]] : 0
        let background = evidence.classes > intents ? probabilities[intents] : 0
        let body = Self.headProbability(.body, of: first, evidence, present)
        let plain = [
            Self.logit(top),
            min(Self.log(top) - Self.log(second), 8),
            Self.log(background),
            Self.logit(body),
            Double(evidence[.ngrams, first]),
            Double(evidence[.nearest, first]),
            Double(evidence[.nearestNgrams, first]),
            Double(evidence.similarity),
            Double(evidence.ngramSimilarity),
            Double(evidence.backgroundSimilarity - evidence.similarity),
            Double(evidence.backgroundNgramSimilarity - evidence.ngramSimilarity),
            Double(evidence.facts.coverage),
            Foundation.log(1 + Double(evidence.facts.tokens)),
            Double(Self.highest(.ngrams, evidence, present, intents)),
            Self.agreement(on: first, evidence, present, intents),
        ]
        // Behind the others, so that the weights of older models still stand where they belong.
        let later = [
            Double((0..<intents).filter { present[$0] }.map { evidence.centres[$0] }.max() ?? 0),
            Double(evidence.centres[first]),
            Double(Self.highest(.body, evidence, present, intents)),
        ]
        values = [plain, later].flatMap { features in
            features + (evidence.facts.isCharacterScript ? features : features.map { _ in 0 })
        }
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

    private static func highest(
        _ head: Evidence.Head, _ evidence: Evidence, _ present: [Bool], _ intents: Int
    ) -> Float {
        (0..<intents).filter { present[$0] }.map { evidence[head, $0] }.max() ?? 0
    }

    /// The share of the heads that rank this intent first.
    private static func agreement(
        on first: Int, _ evidence: Evidence, _ present: [Bool], _ intents: Int
    ) -> Double {
        let agreeing = Evidence.Head.allCases.count { head in
            evidence[head, first] >= highest(head, evidence, present, intents)
        }
        return Double(agreeing) / Double(Evidence.heads)
    }
}
