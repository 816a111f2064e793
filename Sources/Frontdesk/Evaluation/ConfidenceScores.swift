/// What confidences are worth: whether they are kept, and what answering only the surest would bring.
package struct ConfidenceScores: Sendable {
    /// In 15 bins.
    package let expectedCalibrationError: Double
    package let reliability: [Metrics.ReliabilityBin]
    /// The confidence of what is right and of what is wrong.
    package let histogram: Metrics.Histogram
    /// Nil where nothing was judged.
    private let curve: RiskCoverage?

    /// Measures confidences; `right` tells of each whether what it belongs to is right.
    package init(_ confidences: [Double], right: [Bool]) {
        expectedCalibrationError = Metrics.expectedCalibrationError(confidences, right: right)
        reliability = Metrics.reliability(confidences, right: right)
        let judged = zip(confidences, right)
        histogram = Metrics.Histogram([
            ("right", judged.filter(\.1).map(\.0)), ("wrong", judged.filter { !$0.1 }.map(\.0)),
        ])
        curve = right.isEmpty ? nil : RiskCoverage(confidences, right: right)
    }

    /// The area under `riskCoverage`.
    package var aurc: Double? { curve?.area }

    /// What would be wrong if only the surest were answered, at 50 steps at most.
    package var riskCoverage: [RiskCoverage.Point] { curve?.points() ?? [] }

    /// How many are right among so many of a hundred, the surest ones.
    package var coverages: [(percent: Int, accuracy: Double)] {
        [80, 90, 95].compactMap { percent in accuracy(atPercent: percent).map { (percent, $0) } }
    }

    /// The share of right ones among the surest.
    package func accuracy(atPercent percent: Int) -> Double? {
        curve?.accuracy(atCoverage: Double(percent) / 100)
    }
}
