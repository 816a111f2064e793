internal import Foundation
package import Kernels

/// Makes the nearest vectors of a message those of its own class.
///
/// Neighbourhood components (Goldberger et al., 2004; the L_in of Khosla et al., 2020) over unit vectors z and
/// temperature τ, with P(i) the others of i's class:
///
///     loss = mean over anchors i with company of  − log( Σ_{p ∈ P(i)} exp(z_i·z_p / τ) / Σ_{a ≠ i} exp(z_i·z_a / τ) )
package enum NeighbourContrast {
    /// The loss of rows x (n, H) with classes `labels`, the first `anchors` of them being anchors, times `weight`;
    /// its gradient is added to `dx` (n, H). A row and its twin, the same message, are no neighbours.
    package static func addGradient(
        _ x: MutableMatrixView, labels: [Int], anchors: Int, temperature: Float, weight: Float,
        twins: [Int] = [], to dx: MutableMatrixView, _ kernels: VectorKernels
    ) -> Double {
        let unit = UnitRows(x, kernels)
        var similarities = Matrix.similarities(unit.z, unit.z, kernels)
        let loss = replaceBySlopes(
            &similarities, labels, twins, anchors, temperature: Double(temperature), weight: weight)
        unit.addGradient(.product(similarities, unit.z, kernels), to: dx, kernels)
        return loss
    }

    /// The loss; replaces the similarities (n, n) by the loss's derivatives by them, both directions added up.
    private static func replaceBySlopes(
        _ similarities: inout Matrix, _ labels: [Int], _ twins: [Int], _ anchors: Int, temperature: Double,
        weight: Float
    ) -> Double {
        let count = labels.count
        func twin(_ row: Int) -> Int? { twins.indices.contains(row) ? twins[row] : nil }
        var slopes = Matrix(rows: count, columns: count)
        var loss = 0.0
        let withCompany = (0..<anchors).filter { row in
            labels.indices.contains { $0 != row && $0 != twin(row) && labels[$0] == labels[row] }
        }
        let scale = Double(weight) / Double(max(withCompany.count, 1))
        for row in withCompany {
            var powers = similarities[row: row].map { exp((Double($0) - 1) / temperature) }
            powers[row] = 0
            if let twin = twin(row) { powers[twin] = 0 }
            let all = powers.reduce(0, +)
            let own = labels.indices.reduce(0) { $0 + (labels[$1] == labels[row] ? powers[$1] : 0) }
            loss -= scale * log(max(own / all, .leastNormalMagnitude))
            for other in 0..<count where other != row {
                let wanted = labels[other] == labels[row] ? powers[other] / max(own, .leastNormalMagnitude) : 0
                let slope = Float(scale / temperature * (powers[other] / all - wanted))
                slopes.values[row * count + other] += slope
                slopes.values[other * count + row] += slope
            }
        }
        similarities = slopes
        return loss
    }
}
