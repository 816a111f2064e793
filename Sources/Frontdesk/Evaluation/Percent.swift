internal import Foundation

/// Shares as people read them: `93.5 %`.
package enum Percent {
    /// One decimal; never 100.0 for what is not all, nor 0.0 for what is not nothing.
    package static func of(_ share: Double) -> String {
        let text = String(format: "%.1f", share * 100)
        if text == "100.0", share < 1 { return ">99.9 %" }
        if text == "0.0", share > 0 { return "<0.1 %" }
        return text + " %"
    }
}
