internal import Foundation
package import Kernels

/// Pulls vectors of one class together: − log of the share that a row's own class has among all others' similarity.
///
/// Khosla et al., "Supervised Contrastive Learning", 2020, L_out, over z = x / |x| with temperature τ:
///
///     loss = mean over rows i with company of  − 1/|P(i)| Σ_{p ∈ P(i)} log( exp(z_i·z_p / τ) / Σ_{a ≠ i} exp(z_i·z_a / τ) )
package enum SupervisedContrast {
    /// The loss of rows x (n, H) with classes `labels`, times `weight`; its gradient is added to `dx` (n, H).
    package static func addGradient(
        _ x: MutableMatrixView, labels: [Int], temperature: Float, weight: Float, to dx: MutableMatrixView,
        _ kernels: VectorKernels
    ) -> Double {
        let unit = UnitRows(x, kernels)
        let (loss, slopes) = slopes(
            .similarities(unit.z, unit.z, kernels), labels, temperature: temperature, weight: weight)
        unit.addGradient(.product(slopes, unit.z, kernels), to: dx, kernels)
        return loss
    }

    /// The loss, and its derivative by the similarity of each pair (n, n), both directions added up.
    private static func slopes(
        _ similarity: Matrix, _ labels: [Int], temperature: Float, weight: Float
    ) -> (Double, Matrix) {
        let count = labels.count
        let company = labels.map { label in labels.count { $0 == label } - 1 }
        let anchors = company.count { $0 > 0 }
        var slopes = Matrix(rows: count, columns: count)
        var loss = 0.0
        let scale = Double(weight) / Double(max(anchors, 1))
        for row in 0..<count where company[row] > 0 {
            let scores = similarity[row: row].map { Double($0 / temperature) }
            let highest = scores.indices.reduce(-Double.infinity) { $1 == row ? $0 : max($0, scores[$1]) }
            let powers = scores.indices.map { $0 == row ? 0 : exp(scores[$0] - highest) }
            let total = powers.reduce(0, +)
            for other in 0..<count where other != row {
                let isSame = labels[other] == labels[row]
                let share = isSame ? 1 / Double(company[row]) : 0
                if isSame { loss -= scale * share * (scores[other] - highest - log(total)) }
                let slope = Float(scale * (powers[other] / total - share)) / temperature
                slopes.values[row * count + other] += slope
                slopes.values[other * count + row] += slope
            }
        }
        return (loss, slopes)
    }
}
