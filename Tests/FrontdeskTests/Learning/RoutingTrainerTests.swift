import BERT
import Frontdesk
import Testing

/// Thresholds on made-up messages: what was understood is right as often as it says, or as a test wants it.
@Suite struct RoutingTrainerTests {
    private func trainer(
        wrong: Double = 0.03, outside: Double = 0.1, handoffs: [String: Intent.Handoff] = [:]
    ) -> RoutingTrainer {
        RoutingTrainer(targetWrongShare: wrong, outOfScopeShare: outside, handoffs: handoffs)
    }

    private func evidence(
        _ confidence: Double, _ intent: String = "a", outOfScope: Double = 0.05, _ language: Language = .english
    ) -> RoutingModel.Evidence {
        let ranking = Ranking(
            candidates: [
                .init(intent: intent, confidence: confidence), .init(intent: "b", confidence: (1 - confidence) / 2),
            ], outOfScope: outOfScope, nearest: [])
        return RoutingModel.Evidence(language, ranking, [], score: 0, margin: 0)
    }

    /// Messages of any confidence, right as often as it says; every tenth is out of scope and looks less sure.
    private func messages(
        _ count: Int, seed: UInt64, _ language: Language = .english
    ) -> [RoutingTrainer.Observation] {
        var random = SplitMix64(seed: seed)
        func uniform() -> Double { Double(random.below(1_000_000)) / 1_000_000 }
        return (0..<count).map { index in
            let confidence = uniform()
            if index % 10 == 0 { return RoutingTrainer.Observation(evidence(confidence / 2, language), right: []) }
            // Most messages are clear: the square root leans towards one.
            let sure = confidence.squareRoot().squareRoot()
            return RoutingTrainer.Observation(
                evidence(sure, language), right: [.intent(uniform() < sure ? "a" : "b")])
        }
    }

    private func evidence(_ confidence: Double, _ language: Language) -> RoutingModel.Evidence {
        evidence(confidence, "a", outOfScope: 1 - confidence, language)
    }

    /// Of some messages, how many are answered and how many of those wrongly.
    private func answers(
        _ model: RoutingModel, _ messages: [RoutingTrainer.Observation]
    ) -> (answered: Double, wrong: Double) {
        var (answered, wrong) = (0.0, 0.0)
        for message in messages {
            guard let best = model.candidates(message.evidence).max(by: { $0.confidence < $1.confidence }),
                best.confidence >= model.thresholds(for: message.evidence.language).answer
            else { continue }
            answered += 1
            if !message.right.contains(best.option) { wrong += 1 }
        }
        return (answered / Double(messages.count), wrong / max(answered, 1))
    }

    @Test(arguments: [0.03, 0.06, 0.1])
    func newMessagesKeepToTheTarget(target: Double) {
        let model = trainer(wrong: target).train(messages(4000, seed: 1))
        let (answered, wrong) = answers(model, messages(4000, seed: 2))
        #expect(answered > 0.1)
        // Four standard errors of the share on what is answered.
        let slack = 4 * (target * (1 - target) / (answered * 4000)).squareRoot()
        #expect(wrong < target + slack)
    }

    @Test func aLaxerTargetAnswersMore() {
        let shares = [0.02, 0.05, 0.15].map { target in
            answers(trainer(wrong: target).train(messages(3000, seed: 3)), messages(3000, seed: 4)).answered
        }
        #expect(shares[0] < shares[1] && shares[1] < shares[2])
    }

    @Test func theSameMessagesGiveTheSameModel() {
        #expect(trainer().train(messages(300, seed: 5)) == trainer().train(messages(300, seed: 5)))
    }

    /// The target alone would answer every message; what is out of scope looks somewhat less sure.
    @Test func fewMessagesOutOfScopeAreAnswered() {
        var random = SplitMix64(seed: 6)
        func uniform(from low: Double, to high: Double) -> Double {
            low + (high - low) * Double(random.below(1000)) / 1000
        }
        let inside = (0..<1000).map { _ in
            RoutingTrainer.Observation(evidence(uniform(from: 0.5, to: 1)), right: [.intent("a")])
        }
        let outside = (0..<400).map { _ in evidence(uniform(from: 0.3, to: 0.8)) }
        func answered(standIns: Bool) -> Double {
            let others = outside.map { RoutingTrainer.Observation($0, right: [], isStandIn: standIns) }
            return answers(trainer(wrong: 0.5).train(inside + others), others).answered
        }
        #expect(answered(standIns: false) <= 0.06)
        #expect(answered(standIns: true) > 0.5)
    }

    @Test func eachLanguageHasItsOwnThresholdsFromAHundredMessagesOn() {
        // In English the bot is right as often as it says, in Chinese by half as often.
        var random = SplitMix64(seed: 8)
        let chinese = messages(500, seed: 7, .chinese).map { message in
            RoutingTrainer.Observation(
                message.evidence, right: random.below(2) == 0 ? message.right : [.intent("something else")])
        }
        let english = messages(1000, seed: 9)
        let model = trainer(wrong: 0.1).train(english + chinese + messages(99, seed: 10, Language(rawValue: "de")))
        #expect(model.thresholds(for: .chinese) != model.thresholds(for: .english))
        #expect(model.thresholds(for: Language(rawValue: "de")) == model.thresholds(for: Language(rawValue: "fr")))
        let (_, wrong) = answers(model, english)
        #expect(wrong < 0.12)
    }

    @Test func fewMessagesAreTakenForAWishForAPerson() {
        let handoffs: [String: Intent.Handoff] = ["person": .requested, "danger": .urgent]
        var random = SplitMix64(seed: 11)
        let observations = ["a", "person", "danger"].flatMap { meant in
            (0..<400).map { _ in
                // One in eight may look like something else than it is, and less sure.
                let isClear = random.below(8) != 0
                let seen = isClear ? meant : ["a", "person", "danger"][random.below(3)]
                let confidence = (isClear ? 0.4 : 0.2) + Double(random.below(600)) / 1000
                return RoutingTrainer.Observation(evidence(confidence, seen), right: [.intent(meant)])
            }
        }
        let model = trainer(handoffs: handoffs).train(observations)
        let thresholds = model.thresholds(for: .english)
        for (name, threshold) in [("person", thresholds.handoff), ("danger", thresholds.urgent)] {
            let others = observations.filter { !$0.right.contains(.intent(name)) }
            let taken = others.count { message in
                model.candidates(message.evidence).contains {
                    $0.option == .intent(name) && $0.confidence >= threshold
                }
            }
            #expect(Double(taken) <= 0.02 * Double(others.count))
            #expect((0.15...0.9).contains(threshold))
        }
    }

    @Test func withoutMessagesNothingIsLearnt() {
        let model = trainer().train([])
        #expect(model.thresholds(for: .english).answer == 0.99)
        #expect(model.candidates(evidence(0.8)).first?.confidence.rounded() == 1)
    }
}
