internal import Foundation
package import Kernels

/// Pulls together what is said of the same message under different dropout: R-Drop (Liang et al., 2021).
///
/// With the distributions p and q of the two rows of a message, loss = mean over messages of ½ (KL(p‖q) + KL(q‖p)).
package enum Consistency {
    /// The loss of logits (rows, C), times `weight`, and its gradient (rows, C).
    ///
    /// `twins` has for each row the other one of the same message.
    package static func gradient(
        of logits: MutableMatrixView, twins: [Int], weight: Float
    ) -> (loss: Double, slopes: Matrix) {
        precondition(twins.count == logits.rows)
        let columns = logits.columns
        let logs = twins.indices.map { logProbabilities(UnsafeBufferPointer(start: logits.row($0), count: columns)) }
        // Each pair is met twice, once from either row.
        let scale = Double(weight) / Double(max(twins.count, 1))
        var slopes = Matrix(rows: twins.count, columns: columns)
        var loss = 0.0
        for (row, twin) in twins.enumerated() {
            loss += slopes.withRow(row) { addSlopes(of: logs[row], towards: logs[twin], scale, to: $0) }
        }
        return (loss, slopes)
    }

    /// scale · KL(p‖q); adds the slopes by p's logits, those of KL(q‖p) among them.
    private static func addSlopes(
        of p: [Double], towards q: [Double], _ scale: Double, to slopes: UnsafeMutableBufferPointer<Float>
    ) -> Double {
        let divergence = zip(p, q).reduce(0.0) { $0 + exp($1.0) * ($1.0 - $1.1) }
        for (column, (p, q)) in zip(p, q).enumerated() {
            slopes[column] += Float(scale * (exp(p) * (p - q - divergence) + exp(p) - exp(q)))
        }
        return scale * divergence
    }

    private static func logProbabilities(_ logits: UnsafeBufferPointer<Float>) -> [Double] {
        let highest = Double(logits.max() ?? 0)
        let total = log(logits.reduce(0.0) { $0 + exp(Double($1) - highest) })
        return logits.map { Double($0) - highest - total }
    }
}
