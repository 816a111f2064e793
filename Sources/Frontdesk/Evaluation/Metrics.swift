/// Measures of a classifier on labelled messages, as pure functions.
package enum Metrics {
    /// The share of predictions that equal the truth; nought where there are none.
    package static func accuracy(_ predicted: [String], _ truth: [String]) -> Double {
        precondition(predicted.count == truth.count)
        guard !truth.isEmpty else { return 0 }
        return Double(zip(predicted, truth).count { $0.0 == $0.1 }) / Double(truth.count)
    }

    /// The mean F1 of the classes that occur in truth or prediction, each counting the same.
    package static func macroF1(_ predicted: [String], _ truth: [String]) -> Double {
        let counts = classCounts(predicted, truth)
        guard !counts.isEmpty else { return 0 }
        return counts.values.map(\.f1).sorted().reduce(0, +) / Double(counts.count)
    }

    /// The mean F1 of the classes, each weighed by how often it is the truth.
    package static func weightedF1(_ predicted: [String], _ truth: [String]) -> Double {
        guard !truth.isEmpty else { return 0 }
        let weighted = classCounts(predicted, truth).values.map { $0.f1 * Double($0.support) }
        return weighted.sorted().reduce(0, +) / Double(truth.count)
    }

    /// How far confidence and accuracy lie apart, over equal bins of confidence weighed by their messages.
    ///
    /// Bin b of n holds confidences in (b/n, (b + 1)/n], the first one nought as well (Guo et al., 2017).
    package static func expectedCalibrationError(_ confidences: [Double], right: [Bool], bins: Int = 15) -> Double {
        precondition(confidences.count == right.count && bins > 0)
        guard !right.isEmpty else { return 0 }
        var gaps = [Double](repeating: 0, count: bins)
        for (confidence, isRight) in zip(confidences, right) {
            let bin = Int((confidence * Double(bins)).rounded(.up)) - 1
            gaps[min(max(bin, 0), bins - 1)] += confidence - (isRight ? 1 : 0)
        }
        return gaps.reduce(0) { $0 + abs($1) } / Double(right.count)
    }

    private struct ClassCount {
        var hits = 0
        var predicted = 0
        var support = 0
        var f1: Double { predicted + support == 0 ? 0 : 2 * Double(hits) / Double(predicted + support) }
    }

    private static func classCounts(_ predicted: [String], _ truth: [String]) -> [String: ClassCount] {
        precondition(predicted.count == truth.count)
        var counts: [String: ClassCount] = [:]
        for (guess, fact) in zip(predicted, truth) {
            counts[guess, default: ClassCount()].predicted += 1
            counts[fact, default: ClassCount()].support += 1
            if guess == fact { counts[fact, default: ClassCount()].hits += 1 }
        }
        return counts
    }
}
