internal import Foundation

/// What turns evidence into calibrated probabilities: all of it fitted on messages that the heads had not seen.
struct Calibration: Sendable, Codable, Equatable {
    var blend: Blend
    /// That the first-ranked intent is right.
    var right: LogisticModel
    /// That no intent covers the message.
    var outOfScope: LogisticModel
    /// That the nearest example's intent is right, by how near it is.
    var nearestRight: LogisticModel
    /// From this probability of `outOfScope` on a message counts as out of scope.
    var outOfScopeThreshold: Double
    /// What was chosen for the heads; nil in models of older builds.
    var settings: HeadSettings?

    /// The features of `nearestRight`: the nearest example's similarity, and again in scripts without spaces.
    static func nearestFeatures(similarity: Float, facts: MessageFacts) -> [Double] {
        [Double(similarity), facts.isCharacterScript ? 1 : 0, facts.isCharacterScript ? Double(similarity) : 0]
    }

    /// The others have at least this share of what the first leaves.
    private static let leastOfRest = 0.01

    /// The intents' confidences (one each), and the probability that none covers the message.
    func judge(_ evidence: Evidence, present: [Bool], intents: Int) -> (confidences: [Double], outOfScope: Double) {
        let features = ConfidenceFeatures(evidence, blend: blend, present: present, intents: intents)
        let confidence = right.probability(features.values)
        let outside = outOfScope.probability(features.values)
        let top = features.probabilities[features.first]
        let others = max(features.probabilities[0..<intents].reduce(0, +) - top, 1e-12)
        // However sure it is that it is the first, or none, the order of the others stays.
        let rest = max(Self.leastOfRest * (1 - confidence), 1 - confidence - outside)
        let confidences = (0..<intents).map { target in
            if target == features.first { return confidence }
            // The blend's order stays: no other intent is shown as surer than the first.
            return min(
                rest * features.probabilities[target] / others, confidence * features.probabilities[target] / top)
        }
        return (confidences.map { $0.isFinite ? $0 : 0 }, outside)
    }
}

/// What cross-validation chooses for the two trained heads.
struct HeadSettings: Sendable, Codable, Equatable {
    /// The regression's penalty is |W|² / (2 · strength · n).
    var strength = 10.0
    /// What the n-gram machines pay for a violated margin; little where many labels are wrong.
    var penalty: Float = 1
}
