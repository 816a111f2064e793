internal import BERT
package import Kernels

/// Labels for messages that nobody labelled: the surest of a teacher that knows how customers' messages lie.
///
/// The teacher is a regression on vectors smoothed over the log, where a few examples reach as far as messages like
/// them do; the classifier that answers learns its surest labels as examples and needs no log.
package struct WeakLabelling: Sendable {
    /// A message of the log with the class that it is probably of.
    package struct Label: Sendable, Hashable {
        package let row: Int
        package let target: Int
        package let probability: Double
    }

    /// Of each class so many messages become examples.
    package static let perClass = 20
    private static let strength = 20.0

    private let smoothing = NeighbourSmoothing()

    package init() {}

    /// The surest messages of the log (n, D) for each class, by examples (m, D) with their classes.
    package func labels(of log: Matrix, by examples: Matrix, classes: [Int]) -> [Label] {
        let count = (classes.max() ?? -1) + 1
        guard count > 1, log.rows > 0 else { return [] }
        let teacher = smoothing.smoothed(examples, towards: log)
        let probabilities = probabilities(smoothing.smoothed(log), by: teacher, classes, count)
        let likeliest = probabilities.enumerated().map { row, line in
            let target = line.indices.max { line[$0] < line[$1] } ?? 0
            return Label(row: row, target: target, probability: line[target])
        }
        let byClass = Dictionary(grouping: likeliest, by: \.target)
        return byClass.keys.sorted().flatMap { target in
            (byClass[target] ?? []).sorted { ($1.probability, $0.row) < ($0.probability, $1.row) }.prefix(Self.perClass)
        }
    }

    private func probabilities(
        _ log: Matrix, by examples: Matrix, _ classes: [Int], _ count: Int
    ) -> [[Double]] {
        let ridge = 1 / (Self.strength * Double(examples.rows))
        let regression = LogisticRegression(
            classes: count, curvature: EmbeddingCurvature(embeddings: examples, ridge: ridge))
        let problem = LogisticRegression.Problem(
            embeddings: examples, labels: classes, excluded: [Bool](repeating: false, count: classes.count))
        let learnt = regression.train(problem, strength: Self.strength, from: nil)
        let (weights, bias) = problem.uncentred(learnt, classes: count)
        let logits = MatrixProduct.multiply(log, weights)
        return (0..<log.rows).map { row in
            Blend.softmax(zip(logits[row: row], bias).map { Double($0 + $1) })
        }
    }
}
