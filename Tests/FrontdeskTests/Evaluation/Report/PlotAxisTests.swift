import Frontdesk
import Testing

@Suite struct PlotAxisTests {
    private func labels(_ axis: PlotAxis) -> [String] { axis.ticks.map(axis.label) }

    @Test func ticksAreRoundNumbers() {
        #expect(labels(PlotAxis("", .share, over: 0...1)) == ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"])
        #expect(labels(PlotAxis("", .share, holding: [0.082])) == ["0 %", "2 %", "4 %", "6 %", "8 %", "10 %"])
        #expect(
            labels(PlotAxis("", .share, holding: [0.0042])) == ["0.0 %", "0.1 %", "0.2 %", "0.3 %", "0.4 %", "0.5 %"])
        #expect(labels(PlotAxis("", .number, holding: [2.31, 0.4])) == ["0.0", "0.5", "1.0", "1.5", "2.0", "2.5"])
        #expect(labels(PlotAxis("", .count, holding: [240])) == ["0", "50", "100", "150", "200", "250"])
    }

    @Test func weeksAreShownAsTheirMondays() {
        #expect(
            labels(PlotAxis("", .week, over: 0...4)) == [
                "2001-01-01", "2001-01-08", "2001-01-15", "2001-01-22", "2001-01-29",
            ])
        #expect(
            labels(PlotAxis("", .week, over: 1352...1361)) == [
                "2026-11-30", "2026-12-14", "2026-12-28", "2027-01-11", "2027-01-25",
            ])
    }

    @Test func wholeThingsAreCountedInWholes() {
        #expect(labels(PlotAxis("", .count, holding: [2])) == ["0", "1", "2"])
        #expect(labels(PlotAxis("", .count, holding: [0])) == ["0", "1"])
    }

    @Test func anAxisBeginsBelowTheLeastValue() {
        #expect(PlotAxis("", .share, holding: [1]).range == 0...1)
        #expect(PlotAxis("", .number, holding: [-2, 3]).range == -2...3)
    }
}
