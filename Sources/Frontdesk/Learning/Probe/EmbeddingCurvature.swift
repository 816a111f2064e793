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
        let covariance = Self.covariance(of: embeddings).map { Self.spread * Double($0) }
        var (ridge, values) = (ridge, [Double]?.none)
        // Sums of floats are a hair off: where nearly nothing is added, a direction may seem to have less than none.
        while values == nil, ridge.isFinite {
            var curvature = covariance
            for place in 0..<width { curvature[place * width + place] += ridge }
            values = MatrixInverse.positiveDefinite(curvature, size: width)
            ridge *= 10
        }
        inverse = Matrix(rows: width, columns: width, values: (values ?? []).map { Float($0) })
    }

    private static func covariance(of embeddings: Matrix) -> [Float] {
        let width = embeddings.columns
        var mean = [Float](repeating: 0, count: width)
        for row in 0..<embeddings.rows {
            for (column, value) in embeddings[row: row].enumerated() { mean[column] += value }
        }
        let count = Float(max(embeddings.rows, 1))
        for column in 0..<width { mean[column] /= count }
        var products = MatrixProduct.multiply(embeddings, embeddings, transposingFirst: true, scale: 1 / count).values
        for row in 0..<width {
            for column in 0..<width { products[row * width + column] -= mean[row] * mean[column] }
        }
        return products
    }

    /// The step for a gradient, W's (C, D) and behind it b's (C).
    func step(for gradient: [Float], classes: Int) -> [Float] {
        let weights = Matrix(
            rows: classes, columns: inverse.columns, values: Array(gradient[..<(classes * inverse.columns)]))
        let bias = gradient[(classes * inverse.columns)...].map { $0 / Float(Self.spread) }
        return MatrixProduct.multiply(weights, inverse).values + bias
    }
}
