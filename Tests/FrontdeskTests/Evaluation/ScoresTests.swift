import Frontdesk
import Testing

@Suite struct ScoresTests {
    private func answer(_ truth: String, _ predicted: String) -> Confusion.Answer {
        Confusion.Answer(truth: truth, predicted: predicted, confidence: 0.5, text: "t", location: nil)
    }

    @Test func aMessageWithoutAnyIntentIsWrongAndConfusedWithNone() {
        let scores = IntentScores([answer("a", "a"), answer("a", ""), answer("b", "a"), answer("b", "b")])
        #expect(scores.accuracy == 0.5 && scores.labelled == 4)
        #expect(scores.confusedPairs.map { [$0.intent, $0.predicted] } == [["b", "a"]])
        #expect(scores.confusion.intents == ["a", "b"])
    }

    @Test func theWeakestAreThoseNotAlwaysRight() {
        let scores = IntentScores([answer("a", "a"), answer("b", "c"), answer("c", "c"), answer("b", "b")])
        // Recall of b is a half; of what is understood as c a half is right.
        #expect(scores.weakest(5).map(\.intent) == ["b", "c"])
        #expect(scores.weakest(1).map(\.intent) == ["b"])
        #expect(scores.classes.map(\.intent) == ["b", "c", "a"])
    }

    @Test func whatIsOnlyUnderstoodCountsAndIsListed() {
        let scores = IntentScores([answer("a", "a"), answer("a", "c"), answer("b", "b"), answer("b", "")])
        #expect(scores.classes.map(\.intent) == ["c", "a", "b"])
        #expect(scores.classes.map(\.support) == [0, 2, 2])
        // F1 of a and b is 2·1 / (1 + 2), of c nought: what no intent stands first for is no class.
        #expect(abs(scores.macroF1 - (2.0 / 3 + 2.0 / 3) / 3) < 1e-12)
        #expect(scores.weakest(5).map(\.intent) == ["a", "b"])
    }

    @Test func confidencesAreKeptOrNot() {
        let scores = ConfidenceScores([0.9, 0.9, 0.3, 0.1], right: [true, true, true, false])
        // Four messages in three bins: two 0.1 too low, one 0.7 too low, one 0.1 too high.
        #expect(abs(scores.expectedCalibrationError - (0.2 + 0.7 + 0.1) / 4) < 1e-12)
        #expect(scores.coverages.map(\.percent) == [80, 90, 95] && scores.accuracy(atPercent: 75) == 1)
        #expect(scores.histogram.series.map { $0.counts.reduce(0, +) } == [3, 1])
        #expect(scores.riskCoverage.last?.risk == 0.25)
    }

    @Test func nothingJudgedHasNoCurve() {
        let scores = ConfidenceScores([], right: [])
        #expect(scores.aurc == nil && scores.coverages.isEmpty && scores.riskCoverage.isEmpty)
        #expect(IntentScores([]).labelled == 0)
    }
}
