package import Kernels

/// Roughly how a regression's loss curves along the embeddings, turned round: it makes gradients into good steps.
///
/// The Hessian of multinomial logistic regression is about s · covariance + ridge for each class (Böhning, 1992, with
/// s a half at most); embeddings vary far more in some directions than in others, and a plain gradient follows those.
package struct EmbeddingCurvature: Sendable {
    /// The mean of p (1 - p) that stands for the classes' probabilities.
    private static let spread = 0.1
    /// (D, D)
    private let inverse: Matrix

    package init(embeddings: Matrix, ridge: Double) {
        let width = embeddings.columns
        let products = MatrixProduct.multiply(
            embeddings, embeddings, transposingFirst: true, scale: 1 / Float(max(embeddings.rows, 1)))
        var mean = [Float](repeating: 0, count: width)
        for row in 0..<embeddings.rows {
            for (column, value) in embeddings[row: row].enumerated() { mean[column] += value }
        }
        for column in 0..<width { mean[column] /= Float(max(embeddings.rows, 1)) }
        var curvature = [Double](repeating: 0, count: width * width)
        for row in 0..<width {
            for column in 0..<width {
                let covariance = products.values[row * width + column] - mean[row] * mean[column]
                curvature[row * width + column] = Self.spread * Double(covariance) + (row == column ? ridge : 0)
            }
        }
        let values = CholeskySolver.inverse(curvature, size: width)
        inverse = Matrix(rows: width, columns: width, values: values.map { Float($0) })
    }

    /// The step for a gradient, W's (C, D) and behind it b's (C).
    func step(for gradient: [Float], classes: Int) -> [Float] {
        let weights = Matrix(
            rows: classes, columns: inverse.columns, values: Array(gradient[..<(classes * inverse.columns)]))
        let bias = gradient[(classes * inverse.columns)...].map { $0 / Float(Self.spread) }
        return MatrixProduct.multiply(weights, inverse).values + bias
    }
}
