internal import Foundation

/// A logistic model of a few features: probability = 1 / (1 + exp(-(bias + weights · features))).
struct LogisticModel: Sendable, Codable, Equatable {
    let bias: Double
    let weights: [Double]

    func probability(_ features: [Double]) -> Double {
        let score = zip(weights, features).reduce(bias) { $0 + $1.0 * $1.1 }
        return 1 / (1 + exp(-score))
    }
}

extension LogisticModel {
    /// One observation: its features, whether the event came, and how much it counts.
    struct Sample {
        let features: [Double]
        let isPositive: Bool
        let weight: Double
    }

    /// The weights of highest likelihood that use only some of the features; the others weigh nought.
    static func fit(
        _ samples: [Sample], features count: Int, using places: [Int], shrinkage: Double
    ) -> LogisticModel {
        let chosen = samples.map { sample in
            Sample(features: places.map { sample.features[$0] }, isPositive: sample.isPositive, weight: sample.weight)
        }
        let model = fit(chosen, features: places.count, shrinkage: shrinkage)
        var weights = [Double](repeating: 0, count: count)
        for (place, weight) in zip(places, model.weights) { weights[place] = weight }
        return LogisticModel(bias: model.bias, weights: weights)
    }

    /// The weights of highest likelihood, shrunk towards nought on standardised features, by Newton's method.
    ///
    /// Half an observation of each kind is added, so that no probability is nought or one for want of data.
    static func fit(_ samples: [Sample], features count: Int, shrinkage: Double) -> LogisticModel {
        let total = samples.reduce(0) { $0 + $1.weight }
        guard total > 0 else { return LogisticModel(bias: 0, weights: [Double](repeating: 0, count: count)) }
        let mean = (0..<count).map { index in
            samples.reduce(0) { $0 + $1.weight * $1.features[index] } / total
        }
        let spread = (0..<count).map { index in
            let variance = samples.reduce(0) { $0 + $1.weight * pow($1.features[index] - mean[index], 2) } / total
            return max(variance.squareRoot(), 1e-6)
        }
        let rows = samples.map { sample in
            [1] + (0..<count).map { (sample.features[$0] - mean[$0]) / spread[$0] }
        }
        let positive = samples.reduce(0) { $0 + ($1.isPositive ? $1.weight : 0) }
        var point = [log((positive + 0.5) / (total - positive + 0.5))] + [Double](repeating: 0, count: count)
        // Targets off nought and one do for the bias what half an observation of each kind would.
        let (low, high) = (0.5 / (total - positive + 1), 1 - 0.5 / (positive + 1))
        var loss = Self.loss(rows, samples, point, targets: (low, high), shrinkage: shrinkage)
        for _ in 0..<100 {
            let step = newtonStep(rows, samples, point, targets: (low, high), shrinkage: shrinkage)
            // Where the kinds are all but separable a whole step overshoots.
            var (length, next, nextLoss) = (1.0, point, loss)
            repeat {
                next = zip(point, step).map { $0 - length * $1 }
                nextLoss = Self.loss(rows, samples, next, targets: (low, high), shrinkage: shrinkage)
                length /= 2
            } while nextLoss > loss && length > 1e-6
            guard nextLoss < loss else { break }
            (point, loss) = (next, nextLoss)
            if step.allSatisfy({ abs($0) < 1e-7 }) { break }
        }
        let weights = (0..<count).map { point[$0 + 1] / spread[$0] }
        let bias = point[0] - zip(weights, mean).reduce(0) { $0 + $1.0 * $1.1 }
        return LogisticModel(bias: bias, weights: weights)
    }

    /// The negative logarithm of the likelihood, and the penalty.
    private static func loss(
        _ rows: [[Double]], _ samples: [Sample], _ point: [Double], targets: (low: Double, high: Double),
        shrinkage: Double
    ) -> Double {
        let penalty = point.dropFirst().reduce(0) { $0 + shrinkage * $1 * $1 / 2 }
        return zip(rows, samples).reduce(penalty) { sum, pair in
            let score = zip(pair.0, point).reduce(0) { $0 + $1.0 * $1.1 }
            let target = pair.1.isPositive ? targets.high : targets.low
            // log(1 + eˢ), without overflow.
            return sum + pair.1.weight * (max(score, 0) + log1p(exp(-abs(score))) - target * score)
        }
    }

    private static func newtonStep(
        _ rows: [[Double]], _ samples: [Sample], _ point: [Double], targets: (low: Double, high: Double),
        shrinkage: Double
    ) -> [Double] {
        let size = point.count
        var gradient = (0..<size).map { $0 == 0 ? 0 : shrinkage * point[$0] }
        var hessian = [Double](repeating: 0, count: size * size)
        for index in 0..<size { hessian[index * size + index] = index == 0 ? 1e-9 : shrinkage }
        for (row, sample) in zip(rows, samples) {
            let score = zip(row, point).reduce(0) { $0 + $1.0 * $1.1 }
            let probability = 1 / (1 + exp(-score))
            let error = sample.weight * (probability - (sample.isPositive ? targets.high : targets.low))
            let curvature = sample.weight * max(probability * (1 - probability), 1e-4)
            for first in 0..<size where row[first] != 0 {
                gradient[first] += error * row[first]
                for second in 0...first { hessian[first * size + second] += curvature * row[first] * row[second] }
            }
        }
        return CholeskySolver.solve(hessian, gradient, size: size)
    }
}
