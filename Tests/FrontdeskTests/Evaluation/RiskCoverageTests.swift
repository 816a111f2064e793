import Frontdesk
import Testing

/// Small cases computed by hand.
@Suite struct RiskCoverageTests {
    private func isNear(_ value: Double, _ expected: Double) -> Bool { abs(value - expected) < 1e-12 }

    /// In no order; the surest first they are right, right, wrong, right.
    private let curve = RiskCoverage([0.6, 0.9, 0.7, 0.8], right: [true, true, false, true])

    @Test func theAreaIsTheMeanRisk() {
        // Wrong among the first one, two, three, four: 0, 0, 1/3, 1/4.
        #expect(isNear(curve.area, (1.0 / 3 + 1.0 / 4) / 4))
        #expect(RiskCoverage([0.9, 0.8], right: [true, true]).area == 0)
        #expect(RiskCoverage([0.9, 0.8], right: [false, false]).area == 1)
        #expect(RiskCoverage([], right: []).area == 0)
    }

    @Test func tiesCountAsTheMeanOverTheirOrders() {
        #expect(RiskCoverage([0.5, 0.5], right: [true, false]).area == 0.5)
        for right in [[true, false, true], [true, true, false]] {
            // Wrong among the first one, two, three: 0, half of one, one.
            #expect(isNear(RiskCoverage([0.9, 0.5, 0.5], right: right).area, (0 + 0.25 + 1.0 / 3) / 3))
        }
    }

    @Test func accuracyAtACoverage() {
        #expect(curve.accuracy(atCoverage: 0.5) == 1)
        #expect(isNear(curve.accuracy(atCoverage: 0.6), 2.0 / 3) && isNear(curve.accuracy(atCoverage: 0.75), 2.0 / 3))
        #expect(curve.accuracy(atCoverage: 1) == 0.75 && curve.accuracy(atCoverage: 0) == 1)
        // Four fifths of fifteen are twelve, not thirteen.
        let fifteen = RiskCoverage((0..<15).map { -Double($0) }, right: (0..<15).map { $0 < 12 })
        #expect(fifteen.accuracy(atCoverage: 0.8) == 1)
        #expect(RiskCoverage([], right: []).accuracy(atCoverage: 0.8) == 0)
    }

    @Test func pointsOfTheCurve() throws {
        #expect(curve.points().map(\.coverage) == [0.25, 0.5, 0.75, 1])
        #expect(curve.points().map(\.threshold) == [0.9, 0.8, 0.7, 0.6])
        #expect(curve.points().map(\.risk)[3] == 0.25)
        #expect(curve.points(atMost: 2).map(\.coverage) == [0.5, 1])
        let many = RiskCoverage((0..<120).map(Double.init), right: [Bool](repeating: true, count: 120)).points()
        #expect(many.count == 50 && Set(many.map(\.coverage)).count == 50 && many.last?.coverage == 1)
        #expect(RiskCoverage([], right: []).points().isEmpty)
    }
}
