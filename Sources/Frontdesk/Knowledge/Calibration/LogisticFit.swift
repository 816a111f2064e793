internal import Foundation

/// Small logistic regressions, solved by Newton's method: a dozen weights, some thousand examples.
enum LogisticFit {
    /// One choice among several: the features of each, and which was right.
    struct Choice {
        let options: [[Double]]
        let right: Int
        let weight: Double
    }

    /// One thing that is so or is not.
    struct Case {
        let features: [Double]
        let isTrue: Bool
        let weight: Double
    }

    /// Weights under which the right options get the greatest likelihood (conditional logit), held near `prior` (L2).
    static func choices(_ choices: [Choice], prior: [Double], penalty: Double) -> [Double] {
        let count = prior.count
        return newton(prior: prior, penalty: [Double](repeating: penalty, count: count)) { weights, gradient, hessian in
            var likelihood = 0.0
            for choice in choices {
                let shares = softmax(choice.options.map { dot(weights, $0) })
                likelihood += choice.weight * log(max(shares[choice.right], 1e-300))
                var mean = [Double](repeating: 0, count: count)
                for (share, option) in zip(shares, choice.options) {
                    for i in 0..<count { mean[i] += share * option[i] }
                }
                for i in 0..<count { gradient[i] += choice.weight * (choice.options[choice.right][i] - mean[i]) }
                for (share, option) in zip(shares, choice.options) where share > 1e-9 {
                    addOuter(zip(option, mean).map { $0 - $1 }, choice.weight * share, &hessian)
                }
            }
            return likelihood
        }
    }

    /// The same with no weight below zero, since each feature can only speak for an option.
    ///
    /// Aliases are written to differ from one another, so left out one by one they seem to say that shared words speak
    /// against an entry; customers do not write like that.
    static func nonNegativeChoices(_ choices: [Choice], prior: [Double], penalty: Double) -> [Double] {
        nonNegative(Array(prior.indices)) { kept in
            let masked = choices.map { choice in
                Choice(
                    options: choice.options.map { option in kept.map { option[$0] } }, right: choice.right,
                    weight: choice.weight)
            }
            return Self.choices(masked, prior: kept.map { prior[$0] }, penalty: penalty)
        }
    }

    /// Weights and, last, the intercept; the weights of `signed` may be of any sign, the others not below zero.
    static func nonNegativeCases(_ cases: [Case], count: Int, signed: Set<Int>, penalty: Double) -> [Double] {
        nonNegative(Array(0..<count), signed: signed, extra: 1) { kept in
            let masked = cases.map { item in
                Case(features: kept.map { item.features[$0] }, isTrue: item.isTrue, weight: item.weight)
            }
            return Self.cases(masked, count: kept.count, penalty: penalty)
        }
    }

    /// Leaves features out until those that remain all have weights of zero or more; those left out get zero.
    private static func nonNegative(
        _ features: [Int], signed: Set<Int> = [], extra: Int = 0, fit: ([Int]) -> [Double]
    ) -> [Double] {
        var kept = features
        while true {
            let weights = fit(kept)
            let negative = Set(zip(kept, weights).filter { $1 < 0 && !signed.contains($0) }.map(\.0))
            guard negative.isEmpty else {
                kept.removeAll(where: negative.contains)
                continue
            }
            var all = [Double](repeating: 0, count: features.count + extra)
            for (feature, weight) in zip(kept, weights) { all[feature] = weight }
            for index in 0..<extra { all[features.count + index] = weights[kept.count + index] }
            return all
        }
    }

    /// Weights and, last, the intercept of a binary logistic regression; the intercept is not penalised.
    static func cases(_ cases: [Case], count: Int, penalty: Double) -> [Double] {
        let penalties = [Double](repeating: penalty, count: count) + [1e-6]
        return newton(prior: [Double](repeating: 0, count: count + 1), penalty: penalties) {
            weights, gradient, hessian in
            var likelihood = 0.0
            for item in cases {
                let features = item.features + [1]
                let probability = sigmoid(dot(weights, features))
                likelihood += item.weight * log(max(item.isTrue ? probability : 1 - probability, 1e-300))
                let error = (item.isTrue ? 1 : 0) - probability
                for i in features.indices { gradient[i] += item.weight * error * features[i] }
                addOuter(features, item.weight * max(probability * (1 - probability), 1e-9), &hessian)
            }
            return likelihood
        }
    }

    static func sigmoid(_ x: Double) -> Double {
        1 / (1 + exp(-x))
    }

    static func dot(_ a: [Double], _ b: [Double]) -> Double {
        zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }

    private static func softmax(_ scores: [Double]) -> [Double] {
        let highest = scores.max() ?? 0
        let powers = scores.map { exp($0 - highest) }
        let total = powers.reduce(0, +)
        return powers.map { $0 / total }
    }

    private static func addOuter(_ vector: [Double], _ weight: Double, _ matrix: inout [Double]) {
        let count = vector.count
        for i in 0..<count {
            let scaled = weight * vector[i]
            for j in 0...i { matrix[i * count + j] += scaled * vector[j] }
        }
    }

    /// Ascends a concave log-likelihood, which `derive` returns; it adds the gradient and (negated, lower triangle)
    /// Hessian. A step that does not ascend is halved until it does.
    private static func newton(
        prior: [Double], penalty: [Double], derive: ([Double], inout [Double], inout [Double]) -> Double
    ) -> [Double] {
        let count = prior.count
        func evaluate(_ weights: [Double]) -> (value: Double, gradient: [Double], hessian: [Double]) {
            var gradient = weights.indices.map { (prior[$0] - weights[$0]) * penalty[$0] }
            var hessian = [Double](repeating: 0, count: count * count)
            for i in 0..<count { hessian[i * count + i] = penalty[i] }
            let likelihood = derive(weights, &gradient, &hessian)
            let distance = weights.indices.reduce(0) {
                $0 + penalty[$1] * (weights[$1] - prior[$1]) * (weights[$1] - prior[$1])
            }
            return (likelihood - distance / 2, gradient, hessian)
        }
        var weights = prior
        var point = evaluate(weights)
        for _ in 0..<30 {
            let step = CholeskySolver.solve(point.hessian, point.gradient, size: count)
            guard (step.map(abs).max() ?? 0) > 1e-6 else { break }
            var scale = 1.0
            while scale > 1e-3 {
                let next = zip(weights, step).map { $0 + scale * $1 }
                let there = evaluate(next)
                if there.value >= point.value {
                    (weights, point) = (next, there)
                    break
                }
                scale /= 2
            }
            if scale <= 1e-3 { break }
        }
        return weights
    }
}
