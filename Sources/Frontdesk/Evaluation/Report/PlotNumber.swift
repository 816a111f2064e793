internal import Foundation

/// Figures as the page shows them.
enum PlotNumber {
    /// A value of an axis, precise enough to be read by itself.
    static func of(_ value: Double, _ unit: PlotAxis.Unit) -> String {
        switch unit {
        case .share: Percent.of(value)
        case .week: PlotAxis("", .week, over: value...value).label(value)
        case .count: String(format: "%.0f", value)
        case .number: value == value.rounded() && abs(value) < 1e6 ? String(format: "%.0f", value) : decimal(value)
        }
    }

    /// Three decimals, or as many digits where those would be noughts.
    static func decimal(_ value: Double) -> String {
        String(format: value != 0 && abs(value) < 0.01 ? "%.2g" : "%.3f", value)
    }
}
