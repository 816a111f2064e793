internal import Foundation

/// One axis of a plot: what it shows, in which unit, from where to where.
package struct PlotAxis: Sendable, Hashable {
    package enum Unit: Sendable {
        /// From nought to one, shown as a percentage.
        case share
        /// Whole numbers.
        case count
        case number
        /// Weeks since Monday, the first of January 2001, shown as the day on which each begins.
        case week
    }

    let title: String
    let unit: Unit
    package let range: ClosedRange<Double>
    private let step: Double

    private static let wantedTicks = 5.0

    /// An axis over a given range.
    package init(_ title: String, _ unit: Unit, over range: ClosedRange<Double>) {
        self.init(title, unit, range, step: Self.step(over: range.upperBound - range.lowerBound, unit))
    }

    /// An axis that begins at nought, or below the least value, and ends at a round number above all values.
    package init(_ title: String, _ unit: Unit, holding values: [Double]) {
        let finite = values.filter(\.isFinite)
        let low = min(0, finite.min() ?? 0)
        let high = max(finite.max() ?? low, low)
        let span = high > low ? high - low : unit == .share ? 0.05 : max(abs(high) * 0.1, 1)
        let step = Self.step(over: span, unit)
        var top = (((low + span) / step) - 1e-9).rounded(.up) * step
        if unit == .share, high <= 1 { top = min(top, 1) }
        self.init(title, unit, ((low / step) + 1e-9).rounded(.down) * step...top, step: step)
    }

    private init(_ title: String, _ unit: Unit, _ range: ClosedRange<Double>, step: Double) {
        self.title = title
        self.unit = unit
        self.range = range
        self.step = step
    }

    /// Round numbers within the range.
    package var ticks: [Double] {
        let first = Int((range.lowerBound / step - 1e-9).rounded(.up))
        let last = Int((range.upperBound / step + 1e-9).rounded(.down))
        return first > last ? [] : (first...last).map { Double($0) * step }
    }

    static let secondsOfWeek = 7.0 * 86_400

    /// A value of the axis as its tick shows it.
    package func label(_ value: Double) -> String {
        guard unit != .week else { return Self.day(ofWeek: value) }
        let scaled = unit == .share ? 100.0 : 1
        let decimals = max(0, Int(-log10(step * scaled * 1.0001).rounded(.down)))
        let number = String(format: "%.\(decimals)f", value * scaled)
        return unit == .share ? number + " %" : number
    }

    private static func day(ofWeek week: Double) -> String {
        Date(timeIntervalSinceReferenceDate: week.rounded(.down) * secondsOfWeek).formatted(
            .iso8601.year().month().day())
    }

    /// The step among 1, 2, 5 and their tenfolds that makes about five ticks.
    private static func step(over span: Double, _ unit: Unit) -> Double {
        guard span > 0, span.isFinite else { return 1 }
        let raw = span / wantedTicks
        let magnitude = pow(10, log10(raw).rounded(.down))
        let step = [1, 2, 5, 10].map { $0 * magnitude }.first { $0 >= raw * 0.999 } ?? raw
        return unit == .count || unit == .week ? max(1, step) : step
    }
}
