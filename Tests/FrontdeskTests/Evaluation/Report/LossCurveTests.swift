import Frontdesk
import Testing

@Suite struct LossCurveTests {
    private let curve = LossCurve("final", losses: (1...400).map { 4 / Double($0) })

    private func page(_ curve: LossCurve) -> ReadPage {
        ReadPage(ReportPage("Training", [ReportSection("Training", [.pictures([curve.picture])])]).html)
    }

    @Test func manyStepsAreDrawnAsMeans() {
        let read = page(curve)
        #expect(read.problem == nil)
        #expect(read.all("svg").map { $0.attributes["aria-label"] } == ["Loss, final"])
        // 400 steps are drawn as 134 means of three; the first is of 4, 2 and 1.333.
        let lines = read.all("polyline").map { $0.attributes["points"]?.split(separator: " ").count }
        #expect(lines == [134])
        #expect(read.text.contains("2.444"))
    }

    @Test(arguments: [[], [1], [.nan], [.infinity, 2]] as [[Double]])
    func oddLossesAreDrawn(_ losses: [Double]) {
        let read = page(LossCurve("judging 1", losses: losses))
        #expect(read.problem == nil && read.all("svg").count == 1)
    }

    @Test func scalarsHaveTheirNamesAndSteps() {
        #expect(curve.scalars.count == 400)
        #expect(curve.scalars.first == ReportScalar("final.training_loss", step: 1, 4))
        #expect(curve.scalars.last == ReportScalar("final.training_loss", step: 400, 0.01))
        let judging = LossCurve("judging 1", losses: [2, 1])
        #expect(judging.scalars.last == ReportScalar("judging_1.training_loss", step: 2, 1))
    }
}
