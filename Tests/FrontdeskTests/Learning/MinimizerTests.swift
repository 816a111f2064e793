import BERT
import Foundation
import Frontdesk
import Kernels
import Testing

@Suite struct LBFGSTests {
    @Test func findsTheLowestPointOfABowl() {
        let found = LBFGS(iterations: 50, tolerance: 1e-9).minimize(from: [5, -3, 8]) { point in
            let scales: [Float] = [1, 10, 100]
            let loss = zip(point, scales).enumerated().reduce(0.0) { sum, part in
                let distance = part.element.0 - Float(part.offset)
                return sum + Double(part.element.1 * distance * distance)
            }
            return (loss, point.indices.map { 2 * scales[$0] * (point[$0] - Float($0)) })
        }
        for (index, value) in found.enumerated() { #expect(abs(value - Float(index)) < 1e-3) }
    }

    /// e^(x + 3y) + e^(x - 3y) + e^(-x): the lowest point is x = -ln 2 / 2, y = 0 (Boyd & Vandenberghe, 2004, § 9.3).
    @Test func findsTheLowestPointOfACurvedBowl() {
        let found = LBFGS(iterations: 100, tolerance: 1e-9).minimize(from: [2, 1]) { point in
            let powers = [point[0] + 3 * point[1], point[0] - 3 * point[1], -point[0]].map { exp($0) }
            let gradient = [powers[0] + powers[1] - powers[2], 3 * (powers[0] - powers[1])]
            return (Double(powers.reduce(0, +)), gradient)
        }
        #expect(abs(found[0] + log(2) / 2) < 1e-3 && abs(found[1]) < 1e-3, "\(found)")
    }

    @Test func staysWhereNothingIsLower() {
        #expect(LBFGS(iterations: 10, tolerance: 1e-9).minimize(from: [2]) { _ in (1, [0]) } == [2])
    }
}

@Suite struct LogisticRegressionTests {
    private let embeddings = Matrix(
        rows: 6, columns: 2, values: [1, 0.1, 0.9, -0.1, 0, 1, 0.1, 0.9, -0.7, -0.7, -0.8, -0.6])
    private let labels = [0, 0, 1, 1, 2, 2]
    private let strength = 10.0

    private func problem(excluded: Set<Int> = []) -> LogisticRegression.Problem {
        LogisticRegression.Problem(
            embeddings: embeddings, labels: labels, excluded: labels.indices.map(excluded.contains))
    }

    private func train(_ problem: LogisticRegression.Problem, rows: Int) -> [Float] {
        let curvature = EmbeddingCurvature(embeddings: embeddings, ridge: 1 / (strength * 6))
        return LogisticRegression(classes: 3, curvature: curvature).train(problem, strength: strength, from: nil)
    }

    @Test func separatesWhatCanBeSeparated() {
        let (weights, bias) = problem().uncentred(train(problem(), rows: 6), classes: 3)
        let logits = MatrixProduct.multiply(embeddings, weights)
        for (row, label) in labels.enumerated() {
            let scores = zip(logits[row: row], bias).map(+)
            #expect(scores.indices.max { scores[$0] < scores[$1] } == label)
        }
    }

    @Test func theGradientVanishesAtTheOptimum() {
        let optimum = train(problem(), rows: 6)
        let ridge = 1 / (strength * 6)
        let (loss, gradient) = problem().lossAndGradient(optimum, classes: 3, ridge: ridge)
        #expect(gradient.allSatisfy { abs($0) < 2e-3 })
        for index in optimum.indices {
            for step: Float in [-0.1, 0.1] {
                var beside = optimum
                beside[index] += step
                #expect(problem().lossAndGradient(beside, classes: 3, ridge: ridge).loss > loss)
            }
        }
    }

    @Test func theGradientIsThatOfTheLoss() {
        var random = SplitMix64(seed: 1)
        let point = (0..<9).map { _ in Float(random.below(2000)) / 1000 - 1 }
        let gradient = problem().lossAndGradient(point, classes: 3, ridge: 0.1).gradient
        for index in point.indices {
            let losses = [Float(0.01), -0.01].map { step in
                var beside = point
                beside[index] += step
                return problem().lossAndGradient(beside, classes: 3, ridge: 0.1).loss
            }
            #expect(abs(Double(gradient[index]) - (losses[0] - losses[1]) / 0.02) < 1e-3)
        }
    }

    @Test func anExcludedMessageTeachesNothing() {
        let point = [Float](repeating: 0, count: 9)
        // Without weights every class has a third: the loss is the same, and only two rows pull.
        let gradient = problem(excluded: [2, 3, 4, 5]).lossAndGradient(point, classes: 3, ridge: 0).gradient
        #expect(abs(gradient[6] + 2.0 / 3) < 1e-6 && abs(gradient[7] - 1.0 / 3) < 1e-6)
    }
}

@Suite struct LinearSVMTests {
    private static let texts = [
        "where is my order", "where is the parcel", "order status", "money back", "refund my money", "refund please",
        "hello there", "hello", "good morning",
    ]
    private let index = NgramIndex(texts.map { NgramCounts(NormalizedText($0)) })
    private let labels = [0, 0, 0, 1, 1, 1, 2, 2, 2]

    private func train(penalty: Float, excluded: Set<Int> = []) -> (support: Matrix, bias: [Float]) {
        LinearSVM(penalty: penalty, seed: 7, tolerance: 1e-4).train(
            rows: index.rows(), features: index.featureCount, labels: labels, classes: 3,
            excluded: labels.indices.map(excluded.contains))
    }

    /// The margin of each message for a class: its likeness to each supporting message, weighed, and the bias.
    private func margins(_ machines: (support: Matrix, bias: [Float]), _ target: Int) -> [Float] {
        let rows = index.rows()
        return rows.map { row in
            rows.indices.reduce(machines.bias[target]) { sum, other in
                sum + machines.support.values[other * 3 + target] * row.dot(rows[other])
            }
        }
    }

    @Test func separatesWhatCanBeSeparated() {
        let machines = train(penalty: 1)
        for target in 0..<3 {
            for (margin, label) in zip(margins(machines, target), labels) {
                #expect((margin > 0) == (label == target))
            }
        }
    }

    /// At the optimum the gradient w - 2C Σ y max(0, 1 - y f(x)) x vanishes: each support is 2C y max(0, 1 - y f(x)).
    @Test(arguments: [Float(0.1), 1, 3])
    func theGradientVanishesAtTheOptimum(penalty: Float) {
        let machines = train(penalty: penalty)
        for target in 0..<3 {
            for (row, margin) in margins(machines, target).enumerated() {
                let sign: Float = labels[row] == target ? 1 : -1
                let support = machines.support.values[row * 3 + target]
                #expect(abs(support - 2 * penalty * sign * max(0, 1 - sign * margin)) < 2e-3)
            }
        }
    }

    @Test func anExcludedMessageSupportsNothing() {
        let machines = train(penalty: 1, excluded: [0, 4])
        #expect(machines.support[row: 0].allSatisfy { $0 == 0 } && machines.support[row: 4].allSatisfy { $0 == 0 })
        let none = train(penalty: 1, excluded: Set(labels.indices))
        #expect(none.support.values.allSatisfy { $0 == 0 } && none.bias == [0, 0, 0])
    }
}

extension NgramIndex.Vector {
    /// The cosine of two vectors of length one.
    func dot(_ other: NgramIndex.Vector) -> Float {
        let weights = Dictionary(uniqueKeysWithValues: zip(other.features, other.weights))
        return zip(features, self.weights).reduce(0) { $0 + $1.1 * (weights[$1.0] ?? 0) }
    }
}
