extension Metrics {
    /// The messages whose confidence lies in one of several equal bins, and how many of them are right.
    package struct ReliabilityBin: Sendable, Hashable, Codable {
        package let low: Double
        package let high: Double
        package let messages: Int
        package let right: Int
        /// The mean; nil in an empty bin.
        package let confidence: Double?
        /// The share of right ones; nil in an empty bin.
        package let accuracy: Double?
    }

    /// Confidence against accuracy: bin b of n holds (b/n, (b + 1)/n], the first one nought as well (Guo et al., 2017).
    package static func reliability(_ confidences: [Double], right: [Bool], bins: Int = 15) -> [ReliabilityBin] {
        precondition(confidences.count == right.count && bins > 0)
        var (sums, messages, hits) = (
            [Double](repeating: 0, count: bins), [Int](repeating: 0, count: bins), [Int](repeating: 0, count: bins)
        )
        for (confidence, isRight) in zip(confidences, right) {
            let bin = bin(of: confidence, among: bins)
            sums[bin] += confidence
            messages[bin] += 1
            hits[bin] += isRight ? 1 : 0
        }
        return (0..<bins).map { bin in
            let count = Double(messages[bin])
            return ReliabilityBin(
                low: Double(bin) / Double(bins), high: Double(bin + 1) / Double(bins), messages: messages[bin],
                right: hits[bin], confidence: count > 0 ? sums[bin] / count : nil,
                accuracy: count > 0 ? Double(hits[bin]) / count : nil)
        }
    }

    /// How far confidence and accuracy lie apart, over the bins of `reliability` weighed by their messages.
    package static func expectedCalibrationError(_ confidences: [Double], right: [Bool], bins: Int = 15) -> Double {
        guard !right.isEmpty else { return 0 }
        let gaps = reliability(confidences, right: right, bins: bins).map { bin in
            Double(bin.messages) * abs((bin.confidence ?? 0) - (bin.accuracy ?? 0))
        }
        return gaps.reduce(0, +) / Double(right.count)
    }

    /// How many of several groups of shares lie in each of some equal bins.
    package struct Histogram: Sendable, Hashable, Codable {
        package struct Series: Sendable, Hashable, Codable {
            package let name: String
            package let counts: [Int]
        }

        /// One more than there are bins, from nought to one.
        package let edges: [Double]
        package let series: [Series]

        /// Counts shares; bins hold their upper edge, as those of `reliability` do.
        package init(_ groups: [(name: String, values: [Double])], bins: Int = 20) {
            edges = (0...bins).map { Double($0) / Double(bins) }
            series = groups.map { group in
                var counts = [Int](repeating: 0, count: bins)
                for value in group.values { counts[bin(of: value, among: bins)] += 1 }
                return Series(name: group.name, counts: counts)
            }
        }
    }

    private static func bin(of share: Double, among bins: Int) -> Int {
        min(max(Int((share * Double(bins)).rounded(.up)) - 1, 0), bins - 1)
    }
}
