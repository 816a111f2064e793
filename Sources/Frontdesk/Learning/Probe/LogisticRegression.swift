internal import Foundation
package import Kernels

/// Multinomial logistic regression on embeddings: mean cross-entropy plus |W|² / (2 · strength · n), by L-BFGS.
///
/// Logits are x · Wᵀ + b, with x (n, D), W (C, D), b (C); the bias is not shrunk, and embeddings are centred while it
/// learns, which leaves the optimum where it is and comes to it sooner.
package struct LogisticRegression {
    let classes: Int
    let curvature: EmbeddingCurvature
    var iterations = 150
    /// It stops when the loss falls by less than this share in each of three iterations.
    var tolerance = 1e-5

    package init(classes: Int, curvature: EmbeddingCurvature) {
        self.classes = classes
        self.curvature = curvature
    }

    /// Learns W and, behind it, b, for centred embeddings; it begins at `start`.
    package func train(_ problem: Problem, strength: Double, from start: [Float]?) -> [Float] {
        let minimizer = LBFGS(iterations: iterations, tolerance: tolerance) {
            curvature.step(for: $0, classes: classes)
        }
        let ridge = 1 / (strength * Double(max(problem.labels.count, 1)))
        return minimizer.minimize(from: start ?? problem.start(classes: classes)) {
            problem.lossAndGradient($0, classes: classes, ridge: ridge)
        }
    }

    /// The training rows: centred embeddings and their classes.
    package struct Problem {
        let inputs: Matrix
        let labels: [Int]
        private let mean: [Float]

        package init(embeddings: Matrix, labels: [Int], excluded: [Bool]) {
            let members = labels.indices.filter { !excluded[$0] }
            var inputs = embeddings.rows(members)
            let width = embeddings.columns
            var mean = [Float](repeating: 0, count: width)
            inputs.values.withUnsafeMutableBufferPointer { values in
                for row in members.indices {
                    for column in 0..<width { mean[column] += values[row * width + column] }
                }
                for column in 0..<width { mean[column] /= Float(max(members.count, 1)) }
                for row in members.indices {
                    for column in 0..<width { values[row * width + column] -= mean[column] }
                }
            }
            self.inputs = inputs
            self.mean = mean
            self.labels = members.map { labels[$0] }
        }

        /// No weights, and biases by how often a class occurs: one that does not would drive its bias down for ever.
        func start(classes: Int) -> [Float] {
            var counts = [Float](repeating: 0.1, count: classes)
            for label in labels { counts[label] += 1 }
            return [Float](repeating: 0, count: classes * mean.count) + counts.map { log($0 / Float(labels.count + 1)) }
        }

        /// W as (D, C), and b, for embeddings as they are: the mean's share moves into the bias.
        package func uncentred(_ learnt: [Float], classes: Int) -> (weights: Matrix, bias: [Float]) {
            let width = mean.count
            var weights = Matrix(rows: width, columns: classes)
            var bias = Array(learnt[(classes * width)...])
            for target in 0..<classes {
                for column in 0..<width {
                    let weight = learnt[target * width + column]
                    weights.values[column * classes + target] = weight
                    bias[target] -= mean[column] * weight
                }
            }
            return (weights, bias)
        }

        /// The objective and its gradient, in blocks of rows that stay in the processor's cache.
        package func lossAndGradient(
            _ point: [Float], classes: Int, ridge: Double
        ) -> (loss: Double, gradient: [Float]) {
            let width = inputs.columns
            var pass = Pass(width: width, classes: classes)
            point.withUnsafeBufferPointer { point in
                inputs.values.withUnsafeBufferPointer { inputs in
                    guard let point = point.baseAddress, let inputs = inputs.baseAddress else { return }
                    for start in stride(from: 0, to: labels.count, by: Pass.block) {
                        let rows = min(Pass.block, labels.count - start)
                        let block = MatrixView(inputs + start * width, rows: rows, columns: width)
                        pass.add(block, labels[start..<start + rows], point)
                    }
                }
            }
            let scale = 1 / Float(max(labels.count, 1))
            var shrink = 0.0
            for place in pass.gradient.indices {
                pass.gradient[place] *= scale
                guard place < classes * width else { continue }
                shrink += Double(point[place]) * Double(point[place])
                pass.gradient[place] += Float(ridge) * point[place]
            }
            return (pass.loss * Double(scale) + ridge * shrink / 2, pass.gradient)
        }
    }
}

/// One pass over the rows: the summed cross-entropy and its gradient, W's (C, D) and behind it b's (C).
private struct Pass {
    static let block = 256

    private(set) var loss = 0.0
    var gradient: [Float]
    private let width: Int
    private let classes: Int
    private let kernels = VectorKernels.best
    /// (block, C), the same turned, and what a block adds to the gradient (C, D).
    private var scores: [Float]
    private var errors: [Float]
    private var share: [Float]

    init(width: Int, classes: Int) {
        self.width = width
        self.classes = classes
        gradient = [Float](repeating: 0, count: classes * (width + 1))
        scores = [Float](repeating: 0, count: Self.block * classes)
        errors = scores
        share = [Float](repeating: 0, count: classes * width)
    }

    mutating func add(_ block: MatrixView, _ labels: ArraySlice<Int>, _ point: UnsafePointer<Float>) {
        scores.withUnsafeMutableBufferPointer { scores in
            errors.withUnsafeMutableBufferPointer { errors in
                guard let scoresBase = scores.baseAddress, let errorsBase = errors.baseAddress else { return }
                let weights = MatrixView(point, rows: classes, columns: width)
                kernels.linear(block, weights, bias: point + classes * width, into: scoresBase, stride: classes)
                for (row, label) in labels.enumerated() {
                    let line = UnsafeMutableBufferPointer(start: scoresBase + row * classes, count: classes)
                    kernels.softmax(line)
                    loss -= Double(log(max(line[label], .leastNormalMagnitude)))
                    line[label] -= 1
                    for target in 0..<classes {
                        errorsBase[target * block.rows + row] = line[target]
                        gradient[classes * width + target] += line[target]
                    }
                }
                share.withUnsafeMutableBufferPointer { share in
                    guard let shareBase = share.baseAddress else { return }
                    let turned = MatrixView(errorsBase, rows: classes, columns: block.rows)
                    kernels.mix(turned, block, into: shareBase, stride: width)
                    gradient.withUnsafeMutableBufferPointer { gradient in
                        let head = UnsafeMutableBufferPointer(rebasing: gradient[..<share.count])
                        kernels.add(UnsafeBufferPointer(share), to: head)
                    }
                }
            }
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
