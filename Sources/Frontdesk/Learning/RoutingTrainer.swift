/// Learns how far each side's probability can be trusted beside the other's, and from where on to act.
///
/// Everything is fitted on messages that neither side has seen: out-of-fold rankings, left-out aliases, stand-ins for
/// what is out of scope.
package struct RoutingTrainer: Sendable {
    /// One message as both sides saw it, with what would have been right.
    package struct Observation: Sendable {
        package let evidence: RoutingModel.Evidence
        /// Empty is out of scope.
        package let right: Set<Candidate.Option>
        /// Whether it stands in for what is out of scope, being the message of an intent that was left out.
        let isStandIn: Bool

        package init(_ evidence: RoutingModel.Evidence, right: Set<Candidate.Option>, isStandIn: Bool = false) {
            self.evidence = evidence
            self.right = right
            self.isStandIn = isStandIn
        }
    }

    private let targetWrongShare: Double
    private let outOfScopeShare: Double
    private let handoffs: [String: Intent.Handoff]
    /// A language with fewer messages shares the thresholds that were chosen from all.
    private static let smallestLanguage = 100
    private static let largestClarifiedShare = 0.06
    private static let largestFalseHandoffShare = 0.01
    /// Of the messages out of scope at most this share is answered.
    private static let largestAnsweredOutside = 0.05
    /// Thresholds are chosen on probabilities that each message's own label had no part in.
    private static let folds = 10

    package init(targetWrongShare: Double, outOfScopeShare: Double, handoffs: [String: Intent.Handoff]) {
        self.targetWrongShare = targetWrongShare
        self.outOfScopeShare = outOfScopeShare
        self.handoffs = handoffs
    }

    package func train(_ observations: [Observation]) -> RoutingModel {
        let outside = outOfScopeWeight(observations)
        var model = model(observations, outside)
        let scored = (0..<Self.folds).flatMap { fold in
            let others = observations.indices.filter { $0 % Self.folds != fold }.map { observations[$0] }
            let judge = self.model(others, outside)
            return stride(from: fold, to: observations.count, by: Self.folds).map { index in
                Scored(observations[index], judge, outside: outside, handoffs: handoffs)
            }
        }
        model.otherThresholds = thresholds(scored)
        model.thresholds = Dictionary(grouping: scored, by: \.language)
            .filter { $0.value.count >= Self.smallestLanguage }.mapValues(thresholds)
        return model
    }

    private func model(_ observations: [Observation], _ outside: Double) -> RoutingModel {
        var model = RoutingModel.untrained
        model.template = fit(observations, outside) { $0.evidence.intents.first } ?? model.template
        model.knowledge = fit(observations, outside) { $0.evidence.entries.first } ?? model.knowledge
        return model
    }

    /// Nil where there is nothing to tell right from wrong by.
    private func fit(
        _ observations: [Observation], _ outside: Double, _ side: (Observation) -> Candidate?
    ) -> LogisticModel? {
        let samples = observations.compactMap { observation -> LogisticModel.Sample? in
            guard let first = side(observation) else { return nil }
            return LogisticModel.Sample(
                features: observation.evidence.features,
                isPositive: observation.right.contains(first.option), weight: observation.right.isEmpty ? outside : 1)
        }
        guard samples.contains(where: \.isPositive), samples.contains(where: { !$0.isPositive }) else { return nil }
        return LogisticModel.fit(samples, features: RoutingModel.Evidence.featureCount, shrinkage: 1)
    }

    /// Out-of-scope messages weigh together as much as their expected share of the traffic.
    private func outOfScopeWeight(_ observations: [Observation]) -> Double {
        let outside = observations.count { $0.right.isEmpty }
        let inside = observations.count - outside
        return outOfScopeShare / (1 - outOfScopeShare) * Double(inside) / Double(max(outside, 1))
    }
}

extension RoutingTrainer {
    /// A message with its candidates on the common scale.
    private struct Scored {
        let answerable: [Candidate]
        let urgent: Double
        let requested: Double
        let right: Set<Candidate.Option>
        let weight: Double
        let handoff: Intent.Handoff?

        let language: Language
        let isOutside: Bool

        init(
            _ observation: Observation, _ model: RoutingModel, outside: Double, handoffs: [String: Intent.Handoff]
        ) {
            let candidates = model.candidates(observation.evidence)
            let kind = { (option: Candidate.Option) -> Intent.Handoff? in
                if case .intent(let name) = option { handoffs[name] } else { nil }
            }
            answerable = candidates.filter { kind($0.option) == nil }.sorted { $0.confidence > $1.confidence }
            urgent = candidates.filter { kind($0.option) == .urgent }.reduce(0) { $0 + $1.confidence }
            requested = candidates.filter { kind($0.option) == .requested }.map(\.confidence).max() ?? 0
            right = observation.right
            handoff = right.lazy.compactMap(kind).first
            weight = right.isEmpty ? outside : 1
            language = observation.evidence.language
            isOutside = right.isEmpty && !observation.isStandIn
        }

        var isRight: Bool { answerable.first.map { right.contains($0.option) } ?? false }
        var confidence: Double { answerable.first?.confidence ?? 0 }
        var firstTwo: Double { answerable.prefix(2).reduce(0) { $0 + $1.confidence } }
        var isRightAmongTwo: Bool { answerable.prefix(2).contains { right.contains($0.option) } }
    }

    private func thresholds(_ scored: [Scored]) -> RoutingThresholds {
        let urgent = detection(scored, of: .urgent, by: \.urgent)
        let handoff = detection(scored, of: .requested, by: \.requested)
        let rest = scored.filter { $0.urgent < urgent && $0.requested < handoff }
        let answer = answerThreshold(rest)
        return RoutingThresholds(
            answer: answer, clarify: clarifyThreshold(rest.filter { $0.confidence < answer }, of: scored),
            urgent: urgent, handoff: handoff)
    }

    /// The lowest threshold at which the share of wrong ones among the answers keeps to the target, and few messages
    /// out of scope are answered.
    ///
    /// Wrong ones are counted, and expected by the answers' own probabilities: the first alone is a matter of luck with
    /// few messages, the second of faith.
    private func answerThreshold(_ scored: [Scored]) -> Double {
        var answered = 0.0
        var wrong = 0.0
        var expected = 0.0
        var threshold = 0.99
        for message in scored.sorted(by: { $0.confidence > $1.confidence }) {
            answered += message.weight
            expected += message.weight * (1 - message.confidence)
            if !message.isRight { wrong += message.weight }
            if max(wrong, expected) <= targetWrongShare * answered { threshold = message.confidence }
        }
        let outside = scored.filter(\.isOutside).map(\.confidence).sorted(by: >)
        let refused = outside.dropFirst(Int(Self.largestAnsweredOutside * Double(outside.count))).first
        return max(threshold, refused?.nextUp ?? 0)
    }

    /// The lowest threshold at which most questions offer the right choice and few messages are asked about.
    private func clarifyThreshold(_ unanswered: [Scored], of all: [Scored]) -> Double {
        let total = all.reduce(0) { $0 + $1.weight }
        var asked = 0.0
        var right = 0.0
        var threshold = 1.01
        for message in unanswered.sorted(by: { $0.firstTwo > $1.firstTwo }) {
            asked += message.weight
            if message.isRightAmongTwo { right += message.weight }
            guard asked <= Self.largestClarifiedShare * total else { break }
            if right >= 0.6 * asked { threshold = message.firstTwo }
        }
        return threshold
    }

    /// The threshold that misses fewest of a kind while at most one in a hundred others is taken for it.
    private func detection(
        _ scored: [Scored], of kind: Intent.Handoff, by score: (Scored) -> Double
    ) -> Double {
        let others = scored.filter { $0.handoff != kind }
        let total = others.reduce(0) { $0 + $1.weight }
        var passed = 0.0
        var threshold = 0.9
        for message in others.sorted(by: { score($0) > score($1) }) {
            passed += message.weight
            guard passed <= Self.largestFalseHandoffShare * total else { break }
            threshold = score(message)
        }
        return min(max(threshold, 0.15), 0.9)
    }
}
