/// Measures of a classifier on labelled messages, as pure functions.
package enum Metrics {
    /// The share of predictions that equal the truth; nought where there are none.
    package static func accuracy(_ predicted: [String], _ truth: [String]) -> Double {
        precondition(predicted.count == truth.count)
        guard !truth.isEmpty else { return 0 }
        return Double(zip(predicted, truth).count { $0.0 == $0.1 }) / Double(truth.count)
    }

    /// The mean F1 of classes, each counting the same.
    package static func macroF1(_ scores: [ClassScore]) -> Double {
        scores.isEmpty ? 0 : scores.reduce(0) { $0 + $1.f1 } / Double(scores.count)
    }

    /// The mean F1 of the classes, each weighed by how often it is the truth.
    package static func weightedF1(_ predicted: [String], _ truth: [String]) -> Double {
        guard !truth.isEmpty else { return 0 }
        return classScores(predicted, truth).reduce(0) { $0 + $1.f1 * Double($1.support) } / Double(truth.count)
    }
}
