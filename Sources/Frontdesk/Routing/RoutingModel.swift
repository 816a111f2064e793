internal import Foundation

/// Puts template and knowledge on one scale, the probability that this reply is right, with the thresholds to act on.
///
/// Each side's own probability is corrected by the other's: a sure knowledge hit makes a template less likely.
package struct RoutingModel: Sendable, Codable, Equatable {
    /// What was learnt for messages of one language.
    package struct Curves: Sendable, Codable, Equatable {
        var template: LogisticModel
        var knowledge: LogisticModel
        package var thresholds: RoutingThresholds

        /// Before anything was learnt: each side's probability as it is, answered from three quarters on.
        package static let untrained = Curves(
            template: LogisticModel(bias: 0, weights: [1, 0]),
            knowledge: LogisticModel(bias: 0, weights: [0, 1]),
            thresholds: RoutingThresholds(answer: 0.75, clarify: 0.8, urgent: 0.5, handoff: 0.5))
    }

    package static let fileName = "routing.json"

    private var byLanguage: [Language: Curves]
    private var other: Curves

    package init(byLanguage: [Language: Curves], other: Curves) {
        self.byLanguage = byLanguage
        self.other = other
    }

    package static let untrained = RoutingModel(byLanguage: [:], other: .untrained)

    package func curves(for language: Language) -> Curves {
        byLanguage[language] ?? other
    }

    /// The possible replies to a message with the probability of each that it is right.
    package func candidates(intents: [Candidate], entries: [Candidate], in language: Language) -> [Candidate] {
        let curves = curves(for: language)
        let features = Self.features(template: intents.first?.confidence ?? 0, knowledge: entries.first?.confidence ?? 0)
        return Self.rescaled(intents, first: curves.template.probability(features))
            + Self.rescaled(entries, first: curves.knowledge.probability(features))
    }

    static func features(template: Double, knowledge: Double) -> [Double] {
        [logit(template), logit(knowledge)]
    }

    /// The log odds of a probability, kept finite.
    private static func logit(_ probability: Double) -> Double {
        let clamped = min(max(probability, 1e-4), 1 - 1e-4)
        return log(clamped / (1 - clamped))
    }

    /// The first gets its new probability; the others keep their ratio to it, within what is left of one.
    private static func rescaled(_ candidates: [Candidate], first probability: Double) -> [Candidate] {
        guard let first = candidates.first else { return [] }
        let rest = candidates.dropFirst().reduce(0) { $0 + $1.confidence }
        let left = max(0, min(1 - probability, rest * max(1, probability / max(first.confidence, 1e-9))))
        return [Candidate(first.option, confidence: probability)]
            + candidates.dropFirst().map {
                Candidate($0.option, confidence: rest > 0 ? min(probability, $0.confidence / rest * left) : 0)
            }
    }
}
