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
        #expect(isNear(Metrics.macroF1(Metrics.classScores(predicted, truth)), (2.0 / 3 + 0.5 + 0) / 3))
        #expect(isNear(Metrics.weightedF1(predicted, truth), (2.0 / 3 * 1 + 0.5 * 3) / 4))
        #expect(Metrics.accuracy([], []) == 0 && Metrics.macroF1([]) == 0 && Metrics.weightedF1([], []) == 0)
    }

    @Test func classScores() {
        let scores = Metrics.classScores(["a", "b", "a", "c"], ["a", "b", "b", "b"])
        #expect(scores.map(\.intent) == ["c", "b", "a"])
        #expect(scores.map(\.support) == [0, 3, 1])
        #expect(scores.map(\.precision) == [0, 1, 0.5])
        #expect(isNear(scores[1].recall, 1.0 / 3) && isNear(scores[2].f1, 2.0 / 3) && scores[0].f1 == 0)
        // Of equally weak ones that with more messages comes first, then by name.
        #expect(Metrics.classScores(["x", "x", "x"], ["b", "c", "c"]).map(\.intent) == ["c", "b", "x"])
    }

    @Test func reliabilityBins() {
        let bins = Metrics.reliability([0, 0.5, 0.51, 0.9, 1], right: [false, true, false, true, true], bins: 2)
        #expect(bins.map(\.messages) == [2, 3] && bins.map(\.right) == [1, 2])
        #expect(bins[0].confidence == 0.25 && bins[0].accuracy == 0.5)
        #expect(isNear(bins[1].confidence, 2.41 / 3) && isNear(bins[1].accuracy, 2.0 / 3))
        #expect(Metrics.reliability([0.9], right: [true], bins: 2)[0].accuracy == nil)
    }

    @Test func histogramsHoldTheirEdges() {
        let histogram = Metrics.Histogram([("right", [0, 0.25, 0.26, 1, 1]), ("wrong", [])], bins: 4)
        #expect(histogram.edges == [0, 0.25, 0.5, 0.75, 1])
        #expect(histogram.series.map(\.counts) == [[2, 1, 0, 2], [0, 0, 0, 0]])
    }

    @Test func intervalsNarrowWithTheMessages() {
        // Wilson for 5 of 10 at z = 1.96: 0.5 ± 1.96·√(0.025 + 0.009604) / 1.38416.
        let interval = Metrics.interval(5, of: 10)
        let reach = 1.96 * (0.025 + 0.009604).squareRoot() / 1.38416
        #expect(isNear(interval.lowerBound, 0.5 - reach) && isNear(interval.upperBound, 0.5 + reach))
        #expect(Metrics.interval(10, of: 10).upperBound == 1 && Metrics.interval(0, of: 10).lowerBound == 0)
        #expect(Metrics.interval(0, of: 0) == 0...1)
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

    @Test func ninetyFivePercentOfThePositives() throws {
        // Nineteen of twenty positives are the 95 %: one negative of four stands above them.
        let scores = [Double](repeating: 0.9, count: 19) + [0.1, 0.95, 0.5, 0.05, 0.05]
        let isPositive = [Bool](repeating: true, count: 20) + [Bool](repeating: false, count: 4)
        let detection = try #require(Metrics.detection(scores, isPositive: isPositive))
        #expect(detection.fpr95 == 0.25)
        #expect(isNear(detection.aupr, 0.95 * 19 / 20 + 0.05 * 20 / 22))
        #expect(isNear(detection.auroc, (0 + 0.95 + 1 + 1) / 4))
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
        #expect(Metrics.automation([], atWrong: 0.5).threshold == .infinity)
    }

    @Test func messagesOutOfScopeWeighTheirShareOfTheTraffic() {
        // Four in scope and one out of scope, at a share of a third: that one weighs two.
        let outside = Metrics.Outcome(confidence: 0.95, isRight: true, isInScope: false)
        #expect(!outside.isRight)
        let half = Metrics.automation(inScope + [outside], atWrong: 0.5, outOfScopeShare: 1.0 / 3)
        #expect(isNear(half.wrong, 3.0 / 6) && half.automation == 0.75)
        #expect(Metrics.automation(inScope + [outside], atWrong: 0.4, outOfScopeShare: 1.0 / 3).automation == 0)
    }

    @Test func messagesOfOneConfidenceAreAnsweredTogether() {
        let tied = [true, true, false].map { Metrics.Outcome(confidence: 0.5, isRight: $0, isInScope: true) }
        #expect(Metrics.automation(tied, atWrong: 0.1).automation == 0)
        #expect(isNear(Metrics.automation(tied, atWrong: 0.5).automation, 2.0 / 3))
    }
}
