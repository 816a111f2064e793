internal import Foundation

/// Puts template and knowledge on one scale, the probability that this reply is right, with the thresholds to act on.
///
/// Each side's own probability is corrected by the other's: a sure knowledge hit makes a template less likely.
package struct RoutingModel: Sendable, Codable, Equatable {
    /// What both sides say of one message.
    package struct Evidence: Sendable {
        package let language: Language
        /// The likeliest intents, each with the probability that it is what the customer wants.
        package let intents: [Candidate]
        /// The probability that the knowledge base is what the customer wants.
        package let wantsKnowledge: Double
        /// The probability that no class covers the message.
        package let outOfScope: Double
        /// How the nearest examples vote: for the first intent, for knowledge, for nothing.
        private let votes: [Double]
        /// Entries with the probability that each is the right one if knowledge is wanted.
        package let entries: [Candidate]
        /// The first entry's score in the search, and its distance from the next one's.
        package let score: Double
        package let margin: Double

        /// Takes the knowledge class out of a ranking of classes.
        package init(_ language: Language, _ ranking: Ranking, _ entries: [Candidate], score: Double, margin: Double) {
            let intents = ranking.candidates.filter { $0.intent != TrainingExample.knowledge }
            self.language = language
            self.intents = intents.map { Candidate(.intent($0.intent), confidence: $0.confidence) }
            let knowledge = ranking.candidates.first { $0.intent == TrainingExample.knowledge }
            wantsKnowledge = knowledge?.confidence ?? 0
            votes = [intents.first?.votes ?? 0, knowledge?.votes ?? 0, ranking.outOfScopeVotes]
            outOfScope = ranking.outOfScope
            self.entries = entries
            self.score = score
            self.margin = margin
        }

        static let featureCount = 12

        /// Log odds, kept finite, then the votes, the search's score and margin, and whether the message is Chinese.
        ///
        /// The odds are of the first intent, of knowledge, of the first entry, of both runners-up, of nothing.
        var features: [Double] {
            let first: [Double] = [intents.first?.confidence ?? 0, wantsKnowledge, entries.first?.confidence ?? 0]
            let second: [Double] = [intents, entries].map { $0.dropFirst().first?.confidence ?? 0 }
            return (first + second + [outOfScope]).map(Self.logOdds)
                + votes + [score, min(margin, Self.largestMargin), language == .chinese ? 1 : 0]
        }

        /// A lone hit stands infinitely far from the next.
        private static let largestMargin = 6.0

        private static func logOdds(_ probability: Double) -> Double {
            let clamped = min(max(probability, 1e-3), 1 - 1e-3)
            return log(clamped / (1 - clamped))
        }
    }

    package static let fileName = "routing.json"

    /// What the thresholds come from.
    package enum Source: String, Sendable, Codable {
        /// Nothing was learnt: they are what fits most bots.
        case standard
        /// Examples and questions, each left out in its turn.
        case examples
        /// The labelled messages of `calibration/`.
        case calibration
    }

    /// The probability that the first intent, and that the first entry, is the right reply.
    var template: LogisticModel
    var knowledge: LogisticModel
    var thresholds: [Language: RoutingThresholds]
    /// For languages of which too few messages were seen.
    var otherThresholds: RoutingThresholds
    package private(set) var source = Source.standard

    func learnt(from source: Source) -> RoutingModel {
        var model = self
        model.source = source
        return model
    }

    /// Before anything was learnt: each side's probability as it is, answered from three quarters on.
    package static let untrained = RoutingModel(
        template: LogisticModel(bias: 0, weights: [1] + [Double](repeating: 0, count: Evidence.featureCount - 1)),
        knowledge: LogisticModel(
            bias: 0, weights: [0, 0.5, 0.5] + [Double](repeating: 0, count: Evidence.featureCount - 3)),
        thresholds: [:],
        otherThresholds: RoutingThresholds(
            answer: 0.75, clarify: 0.8, urgent: 0.5, handoff: 0.5, clarifyUnsure: neverReached))

    /// Where nothing was learnt, a probability tells too little of what is out of scope.
    private static let neverReached = 1.01

    package func thresholds(for language: Language) -> RoutingThresholds {
        thresholds[language] ?? otherThresholds
    }

    /// The possible replies to a message with the probability of each that it is right.
    package func candidates(_ evidence: Evidence) -> [Candidate] {
        let features = evidence.features
        return Self.rescaled(evidence.intents, first: template.probability(features))
            + Self.rescaled(evidence.entries, first: knowledge.probability(features))
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
