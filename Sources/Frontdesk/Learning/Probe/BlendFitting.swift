internal import Foundation

/// Fits the heads' weights to held-out messages by maximum likelihood, never below nought.
struct BlendFitting {
    struct Sample {
        let evidence: Evidence
        let present: [Bool]
        let label: Int
        var weight = 1.0
    }

    /// The weights for words and for characters, near the prior where there is little to go by.
    func fit(_ samples: [Sample]) -> Blend {
        Blend(
            words: fit(samples.filter { !$0.evidence.facts.isCharacterScript }, prior: Blend.prior.words),
            characters: fit(samples.filter { $0.evidence.facts.isCharacterScript }, prior: Blend.prior.characters))
    }

    /// Rounds of weighing: a message counts by how likely the blend makes its label, so that labels that are wrong
    /// do not bend the weights (Zhang & Sabuncu, 2018, generalised cross-entropy, by reweighting).
    private static let rounds = 3
    private static let trust = 0.5

    private func fit(_ samples: [Sample], prior: [Double]) -> [Double] {
        guard !samples.isEmpty else { return prior }
        var samples = samples
        var weights = newton(samples, from: prior, prior: prior)
        for _ in 0..<Self.rounds {
            for index in samples.indices {
                samples[index].weight = pow(probabilities(samples[index], weights)[samples[index].label], Self.trust)
            }
            weights = newton(samples, from: weights, prior: prior)
        }
        return weights
    }

    private func newton(_ samples: [Sample], from start: [Double], prior: [Double]) -> [Double] {
        var weights = start
        var loss = penalizedLoss(samples, weights, prior)
        for _ in 0..<20 {
            let (gradient, hessian) = derivatives(samples, weights, prior)
            // A weight at nought that would fall further stays there.
            let free = weights.indices.filter { weights[$0] > 0 || gradient[$0] < 0 }
            let system = free.flatMap { row in free.map { hessian[row * weights.count + $0] } }
            let step = CholeskySolver.solve(system, free.map { gradient[$0] }, size: free.count)
            var length = 1.0
            var next = weights
            var nextLoss = loss
            repeat {
                for (place, index) in free.enumerated() { next[index] = max(0, weights[index] - length * step[place]) }
                nextLoss = penalizedLoss(samples, next, prior)
                length /= 2
            } while nextLoss > loss && length > 1e-3
            guard nextLoss < loss - 1e-5 * max(loss, 1) else { break }
            (weights, loss) = (next, nextLoss)
        }
        return weights
    }

    private func probabilities(_ sample: Sample, _ weights: [Double]) -> [Double] {
        Blend(words: weights, characters: weights).probabilities(sample.evidence, present: sample.present)
    }

    private func penalizedLoss(_ samples: [Sample], _ weights: [Double], _ prior: [Double]) -> Double {
        let penalty = weights.indices.reduce(0) { $0 + pow((weights[$1] - prior[$1]) / prior[$1], 2) / 2 }
        return samples.reduce(penalty) { $0 - $1.weight * log(max(probabilities($1, weights)[$1.label], 1e-12)) }
    }

    private func derivatives(
        _ samples: [Sample], _ weights: [Double], _ prior: [Double]
    ) -> (gradient: [Double], hessian: [Double]) {
        let count = weights.count
        var gradient = weights.indices.map { (weights[$0] - prior[$0]) / (prior[$0] * prior[$0]) }
        var hessian = [Double](repeating: 0, count: count * count)
        for index in weights.indices { hessian[index * count + index] = 1 / (prior[index] * prior[index]) }
        for sample in samples {
            let probabilities = probabilities(sample, weights)
            var mean = [Double](repeating: 0, count: count)
            var products = [Double](repeating: 0, count: count * count)
            for (target, probability) in probabilities.enumerated() where probability > 1e-9 {
                let scores = Evidence.Head.allCases.map { Double(sample.evidence[$0, target]) }
                for first in 0..<count {
                    mean[first] += probability * scores[first]
                    for second in 0...first {
                        products[first * count + second] += probability * scores[first] * scores[second]
                    }
                }
            }
            for head in Evidence.Head.allCases {
                let error = mean[head.rawValue] - Double(sample.evidence[head, sample.label])
                gradient[head.rawValue] += sample.weight * error
            }
            for first in 0..<count {
                for second in 0...first {
                    let covariance = products[first * count + second] - mean[first] * mean[second]
                    hessian[first * count + second] += sample.weight * covariance
                    hessian[second * count + first] = hessian[first * count + second]
                }
            }
        }
        return (gradient, hessian)
    }
}
