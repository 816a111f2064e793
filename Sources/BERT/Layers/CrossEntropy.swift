internal import Foundation
package import Kernels

/// Loss = − Σ targets · log softmax(logits), the mean over the rows; d logits = (softmax − targets) / rows.
package enum CrossEntropy {
    /// What a row should say: a class, smoothed, or a distribution.
    package enum Target: Sendable {
        /// This class has 1 − smoothing, and all classes share the smoothing evenly.
        case label(Int, smoothing: Float)
        /// The probabilities of the classes (C).
        case distribution([Float])

        func probability(of target: Int, classes: Int) -> Float {
            switch self {
            case .label(let label, let smoothing):
                smoothing / Float(classes) + (label == target ? 1 - smoothing : 0)
            case .distribution(let shares): shares[target]
            }
        }
    }

    /// The loss of logits (rows, C), times `weight`; replaces the logits by the loss's gradient.
    package static func replaceByGradient(_ logits: MutableMatrixView, _ targets: [Target], weight: Float = 1) -> Double
    {
        precondition(targets.count == logits.rows)
        let scale = weight / Float(max(logits.rows, 1))
        var loss = 0.0
        for (row, target) in targets.enumerated() {
            let values = UnsafeMutableBufferPointer(start: logits.row(row), count: logits.columns)
            let highest = values.max() ?? 0
            let total = values.reduce(0.0) { $0 + exp(Double($1 - highest)) }
            for index in values.indices {
                let logProbability = Double(values[index] - highest) - log(total)
                let wanted = target.probability(of: index, classes: logits.columns)
                if wanted > 0 { loss -= Double(wanted) * logProbability }
                values[index] = scale * (Float(exp(logProbability)) - wanted)
            }
        }
        return loss * Double(scale)
    }

    /// The same with the loss of `Consistency` over rows of the same message, times `consistency`.
    package static func replaceByGradient(
        _ logits: MutableMatrixView, _ targets: [Target], weight: Float, twins: [Int], consistency: Float,
        _ kernels: VectorKernels
    ) -> Double {
        guard !twins.isEmpty else { return replaceByGradient(logits, targets, weight: weight) }
        let agreement = Consistency.gradient(of: logits, twins: twins, weight: consistency)
        let loss = replaceByGradient(logits, targets, weight: weight)
        logits.add(agreement.slopes, kernels)
        return loss + agreement.loss
    }
}
