internal import Foundation

extension Metrics {
    /// How often chance alone would make two shares lie so far apart if both were the same: a two-proportion z-test.
    ///
    /// Nil where there are too few to say: fewer than five of either kind are to be expected on a side.
    package static func chanceOfDifference(_ hits: Int, of count: Int, and others: Int, of total: Int) -> Double? {
        guard count > 0, total > 0 else { return nil }
        let (first, second) = (Double(count), Double(total))
        let pooled = Double(hits + others) / (first + second)
        guard min(first, second) * min(pooled, 1 - pooled) >= 5 else { return nil }
        let deviation = (pooled * (1 - pooled) * (1 / first + 1 / second)).squareRoot()
        return erfc(abs(Double(hits) / first - Double(others) / second) / deviation / 2.0.squareRoot())
    }
}
