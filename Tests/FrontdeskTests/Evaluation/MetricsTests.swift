import Frontdesk
import Testing

/// Small cases computed by hand.
@Suite struct MetricsTests {
    private func isNear(_ value: Double?, _ expected: Double) -> Bool {
        value.map { abs($0 - expected) < 1e-12 } ?? false
    }

    @Test func accuracyAndF1() {
        let (predicted, truth) = (["a", "b", "a", "c"], ["a", "b", "b", "b"])
        #expect(Metrics.accuracy(predicted, truth) == 0.5)
        // a: 2·1 / (2 + 1); b: 2·1 / (1 + 3); c, which never is the truth: nought.
        #expect(isNear(Metrics.macroF1(predicted, truth), (2.0 / 3 + 0.5 + 0) / 3))
        #expect(isNear(Metrics.weightedF1(predicted, truth), (2.0 / 3 * 1 + 0.5 * 3) / 4))
        #expect(Metrics.accuracy([], []) == 0 && Metrics.macroF1([], []) == 0 && Metrics.weightedF1([], []) == 0)
    }

    @Test func calibrationError() {
        #expect(isNear(Metrics.expectedCalibrationError([0.95, 0.85], right: [true, false], bins: 10), 0.45))
        // In one bin errors on both sides even out: (0.9 + 0.9 - 1) / 2.
        #expect(isNear(Metrics.expectedCalibrationError([0.9, 0.9], right: [true, false], bins: 10), 0.4))
        #expect(Metrics.expectedCalibrationError([0, 1], right: [false, true]) == 0)
        #expect(Metrics.expectedCalibrationError([], right: []) == 0)
    }

    @Test func detection() throws {
        let detection = try #require(
            Metrics.detection([0.9, 0.8, 0.7, 0.1], isPositive: [true, false, true, false]))
        #expect(detection.auroc == 0.75)
        #expect(isNear(detection.aupr, 0.5 * 1 + 0.5 * 2 / 3))
        #expect(detection.fpr95 == 0.5)
        #expect(
            Metrics.detection([1, 2, 3], isPositive: [false, true, true])
                == Metrics.Detection(auroc: 1, aupr: 1, fpr95: 0))
        #expect(Metrics.detection([1], isPositive: [true]) == nil)
    }

    @Test func tiesCountHalf() {
        #expect(
            Metrics.detection([1, 1, 1, 1], isPositive: [true, false, false, false])
                == Metrics.Detection(auroc: 0.5, aupr: 0.25, fpr95: 1))
    }

    @Test func recallCountsTheThresholdItself() {
        let (scores, isPositive) = ([0.9, 0.5, 0.4, 0.8], [true, true, true, false])
        #expect(isNear(Metrics.recall(scores, isPositive: isPositive, threshold: 0.5), 2.0 / 3))
        #expect(Metrics.recall([0.9], isPositive: [false], threshold: 0) == 0)
    }

    private let inScope = [(0.9, true), (0.8, true), (0.7, false), (0.6, true)].map {
        Metrics.Outcome(confidence: $0, isRight: $1, isInScope: true)
    }

    @Test func automation() {
        #expect(
            Metrics.automation(inScope, atWrong: 0)
                == Metrics.Automation(threshold: 0.8, automation: 0.5, wrong: 0))
        #expect(
            Metrics.automation(inScope, atWrong: 0.25)
                == Metrics.Automation(threshold: 0.6, automation: 0.75, wrong: 0.25))
        let given = Metrics.automation(inScope, atThreshold: 0.7)
        #expect(given.automation == 0.5 && isNear(given.wrong, 1.0 / 3))
        #expect(Metrics.automation([], atWrong: 0.5).threshold == .infinity)
    }

    @Test func messagesOutOfScopeWeighTheirShareOfTheTraffic() {
        // Four in scope and one out of scope, at a share of a third: that one weighs two.
        let outside = Metrics.Outcome(confidence: 0.95, isRight: true, isInScope: false)
        #expect(!outside.isRight)
        let all = Metrics.automation(inScope + [outside], atThreshold: 0.8, outOfScopeShare: 1.0 / 3)
        #expect(isNear(all.wrong, 2.0 / 4) && all.automation == 0.5)
        #expect(Metrics.automation(inScope + [outside], atWrong: 0.4, outOfScopeShare: 1.0 / 3).automation == 0)
    }

    @Test func messagesOfOneConfidenceAreAnsweredTogether() {
        let tied = [true, true, false].map { Metrics.Outcome(confidence: 0.5, isRight: $0, isInScope: true) }
        #expect(Metrics.automation(tied, atWrong: 0.1).automation == 0)
        #expect(isNear(Metrics.automation(tied, atWrong: 0.5).automation, 2.0 / 3))
    }
}
