internal import Foundation
package import Kernels

/// Loss = − Σ targets · log softmax(logits), the mean over the rows; d logits = (softmax − targets) / rows.
package enum CrossEntropy {
    /// The loss of logits (rows, C) against the rows' classes, times `weight`; replaces the logits by its gradient.
    ///
    /// A class has 1 − smoothing, and all classes share the smoothing evenly.
    package static func replaceByGradient(
        _ logits: MutableMatrixView, _ labels: [Int], smoothing: Float = 0, weight: Float = 1
    ) -> Double {
        precondition(labels.count == logits.rows)
        let scale = weight / Float(max(logits.rows, 1))
        let share = smoothing / Float(max(logits.columns, 1))
        var loss = 0.0
        for (row, label) in labels.enumerated() {
            let values = UnsafeMutableBufferPointer(start: logits.row(row), count: logits.columns)
            let highest = values.max() ?? 0
            let total = log(values.reduce(0.0) { $0 + exp(Double($1 - highest)) })
            for index in values.indices {
                let logProbability = Double(values[index] - highest) - total
                let wanted = share + (index == label ? 1 - smoothing : 0)
                if wanted > 0 { loss -= Double(wanted) * logProbability }
                values[index] = scale * (Float(exp(logProbability)) - wanted)
            }
        }
        return loss * Double(scale)
    }

    /// The same with the loss of `Consistency` over rows of the same message, times `consistency`.
    package static func replaceByGradient(
        _ logits: MutableMatrixView, _ labels: [Int], smoothing: Float = 0, weight: Float, twins: [Int],
        consistency: Float, _ kernels: VectorKernels
    ) -> Double {
        guard !twins.isEmpty else {
            return replaceByGradient(logits, labels, smoothing: smoothing, weight: weight)
        }
        let agreement = Consistency.gradient(of: logits, twins: twins, weight: consistency)
        let loss = replaceByGradient(logits, labels, smoothing: smoothing, weight: weight)
        logits.add(agreement.slopes, kernels)
        return loss + agreement.loss
    }
}
