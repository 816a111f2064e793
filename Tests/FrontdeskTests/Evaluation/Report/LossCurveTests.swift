import Frontdesk
import Testing

@Suite struct LossCurveTests {
    private let curve = LossCurve(
        steps: (1...400).map { .init($0, loss: 4 / Double($0)) },
        epochs: [
            .init(1, step: 200, heldOutLoss: 0.5, heldOutAccuracy: 0.85),
            .init(2, step: 400, heldOutLoss: 0.4, heldOutAccuracy: 0.9),
        ])

    @Test func lossesAndAccuracyAreDrawn() {
        let read = ReadPage(ReportPage("Training", [curve.section]).html)
        #expect(read.problem == nil)
        #expect(read.all("svg").map { $0.attributes["aria-label"] } == ["Loss", "Accuracy on held-out examples"])
        // 400 steps are drawn as 134 means of three.
        let lines = read.all("polyline").map { $0.attributes["points"]?.split(separator: " ").count }
        #expect(lines == [134, 2, 2])
        #expect(read.text.contains("85.0 %") && read.text.contains("0.400"))
    }

    @Test func anEpochsTrainingLossIsTheMeanOfItsOwnSteps() {
        let small = LossCurve(
            steps: [.init(1, loss: 4), .init(2, loss: 2), .init(3, loss: 1), .init(4, loss: 0.5)],
            epochs: [
                .init(1, step: 2, heldOutLoss: 2.5, heldOutAccuracy: 0.5),
                .init(2, step: 4, heldOutLoss: 1.25, heldOutAccuracy: 0.75),
            ])
        let read = ReadPage(ReportPage("Training", [small.section]).html)
        #expect(read.text.contains("3.000") && read.text.contains("0.750") && read.text.contains("1.250"))
    }

    @Test func withoutEpochsOnlyTheLossIsShown() {
        let read = ReadPage(ReportPage("Training", [LossCurve(steps: [.init(1, loss: .nan)], epochs: []).section]).html)
        #expect(read.problem == nil && read.all("svg").count == 1)
        #expect(ReadPage(ReportPage("Training", [LossCurve(steps: [], epochs: []).section]).html).problem == nil)
    }

    @Test func oneOfSeveralTrainingsHasItsName() {
        let judging = LossCurve("judging 1", steps: [.init(1, loss: 2), .init(2, loss: 1)])
        let read = ReadPage(ReportPage("Training", [judging.section]).html)
        #expect(read.all("svg").map { $0.attributes["aria-label"] } == ["Loss, judging 1"])
        #expect(judging.scalars.last == ReportScalar("judging_1.training_loss", step: 2, 1))
    }

    @Test func scalarsHaveTheirSteps() {
        #expect(curve.scalars.count == 404)
        #expect(curve.scalars.first == ReportScalar("training_loss", step: 1, 4))
        #expect(curve.scalars.last == ReportScalar("held_out_accuracy", step: 400, 0.9))
    }
}
