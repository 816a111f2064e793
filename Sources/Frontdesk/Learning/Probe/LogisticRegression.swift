internal import Foundation
internal import Kernels

/// Multinomial logistic regression on embeddings: mean cross-entropy plus |W|² / (2 · strength · n), by L-BFGS.
///
/// Logits are x · W + b, with x (n, D), W (D, C), b (C); the bias is not shrunk, and embeddings are centred while it
/// learns, which leaves the optimum where it is and comes to it sooner.
struct LogisticRegression {
    /// What the regression learns: W above b in one (D + 1, C) matrix.
    typealias Weights = Matrix

    let classes: Int
    var iterations = 150
    /// It stops when the loss falls by less than this share in an iteration.
    var tolerance = 1e-5

    /// Learns from the rows that are not excluded, starting at `start`, which is for centred embeddings.
    func train(_ problem: Problem, strength: Double, from start: Weights?) -> Weights {
        let shape = (rows: problem.inputs.columns, columns: classes)
        let first = start ?? Matrix(rows: shape.rows, columns: shape.columns)
        let minimizer = LBFGS(iterations: iterations, tolerance: tolerance)
        let ridge = 1 / (strength * Double(max(problem.labels.count, 1)))
        let values = minimizer.minimize(from: first.values) { point in
            problem.lossAndGradient(Matrix(rows: shape.rows, columns: shape.columns, values: point), ridge: ridge)
        }
        return Matrix(rows: shape.rows, columns: shape.columns, values: values)
    }

    /// The training rows: centred embeddings with a column of ones behind, and their classes.
    struct Problem {
        let inputs: Matrix
        let labels: [Int]
        let mean: [Float]

        init(embeddings: Matrix, labels: [Int], excluded: [Bool]) {
            let members = labels.indices.filter { !excluded[$0] }
            let width = embeddings.columns
            var mean = [Float](repeating: 0, count: width)
            for row in members {
                for column in 0..<width { mean[column] += embeddings.values[row * width + column] }
            }
            let scale = 1 / Float(max(members.count, 1))
            for column in 0..<width { mean[column] *= scale }
            var inputs = Matrix(rows: members.count, columns: width + 1)
            for (place, row) in members.enumerated() {
                for column in 0..<width {
                    inputs.values[place * (width + 1) + column] = embeddings.values[row * width + column] - mean[column]
                }
                inputs.values[place * (width + 1) + width] = 1
            }
            self.inputs = inputs
            self.mean = mean
            self.labels = members.map { labels[$0] }
        }

        /// The weights for embeddings as they are: the mean's share moves into the bias.
        func uncentred(_ weights: Weights) -> (weights: Matrix, bias: [Float]) {
            let classes = weights.columns
            var bias = Array(weights[row: weights.rows - 1])
            for (column, mean) in mean.enumerated() {
                for target in 0..<classes { bias[target] -= mean * weights.values[column * classes + target] }
            }
            let plain = Matrix(
                rows: weights.rows - 1, columns: classes, values: Array(weights.values.dropLast(classes)))
            return (plain, bias)
        }

        func lossAndGradient(_ weights: Weights, ridge: Double) -> (loss: Double, gradient: [Float]) {
            var scores = MatrixProduct.multiply(inputs, weights)
            let loss = softmaxErrors(&scores)
            var gradient = MatrixProduct.multiply(
                inputs, scores, transposingFirst: true, scale: 1 / Float(labels.count))
            var shrink = 0.0
            weights.values.withUnsafeBufferPointer { weights in
                gradient.values.withUnsafeMutableBufferPointer { gradient in
                    for place in 0..<(weights.count - scores.columns) {
                        shrink += Double(weights[place]) * Double(weights[place])
                        gradient[place] += Float(ridge) * weights[place]
                    }
                }
            }
            return (loss + ridge * shrink / 2, gradient.values)
        }

        /// Turns scores into probabilities minus the truth; returns the mean cross-entropy.
        private func softmaxErrors(_ scores: inout Matrix) -> Double {
            let classes = scores.columns
            var loss = 0.0
            scores.values.withUnsafeMutableBufferPointer { scores in
                for (row, label) in labels.enumerated() {
                    let line = UnsafeMutableBufferPointer(rebasing: scores[row * classes..<(row + 1) * classes])
                    let own = line[label]
                    loss += Double(line.softmax() - own)
                    line[label] -= 1
                }
            }
            return loss / Double(labels.count)
        }
    }
}

extension UnsafeMutableBufferPointer<Float> {
    /// Turns scores into probabilities; returns the logarithm of the scores' summed exponentials.
    func softmax() -> Float {
        let highest = self.max() ?? 0
        var sum: Float = 0
        for place in indices {
            self[place] = exp(self[place] - highest)
            sum += self[place]
        }
        for place in indices { self[place] /= sum }
        return highest + log(sum)
    }
}
