internal import Foundation
package import Kernels

/// Chooses vectors that stand for as much of the others' weight as can be.
///
/// A vector is stood for by the nearest one chosen, the better the nearer that is. The next one chosen is the one that
/// adds most; so at least 63 % of what the best choice would cover is covered (Nemhauser, Wolsey and Fisher, 1978; for
/// messages to be labelled: Wei, Iyer and Bilmes, "Submodularity in data subset selection and active learning", 2015).
package struct WeightedCoverage {
    private let vectors: Matrix
    private let weights: [Double]
    /// How well each vector is stood for: nought where nothing like it is chosen, one where it is chosen itself.
    private var covered: [Double]
    /// What each would add, or would have when it was last asked: it can only have become less since.
    private var gains: [Double]

    /// Vectors (n, D) of length one, and the weight of each; `known` (m, D) stand for those like them already, by half.
    package init(_ vectors: Matrix, weights: [Double], besides known: Matrix) {
        (self.vectors, self.weights) = (vectors, weights)
        let covered = vectors.mapProducts(with: known) { _, cosines in
            Self.knownShare * Self.likeness(cosines.max() ?? -1)
        }
        gains = vectors.mapProducts(with: vectors) { _, cosines in
            Self.gain(cosines.map(Self.likeness), weights, covered)
        }
        self.covered = covered
    }

    /// Of two shares tried, a half and all; without it, late rounds ask what the examples around have answered.
    private static let knownShare = 0.5

    /// The places of so many vectors, in the order in which they are chosen.
    package func choose(_ count: Int) -> [Int] {
        var coverage = self
        return (0..<min(count, vectors.rows)).map { _ in coverage.takeNext() }
    }

    private mutating func takeNext() -> Int {
        let (place, likenesses) = next()
        for other in covered.indices { covered[other] = max(covered[other], likenesses[other]) }
        gains[place] = -1
        return place
    }

    /// The one that adds most: the first that, asked again, still adds more than any other is known to.
    private mutating func next() -> (place: Int, likenesses: [Double]) {
        var asked: (place: Int, likenesses: [Double])?
        while true {
            let best = gains.indices.max { (gains[$0], $1) < (gains[$1], $0) } ?? 0
            if let asked, asked.place == best { return asked }
            let likenesses = likenesses(to: best)
            gains[best] = Self.gain(likenesses, weights, covered)
            asked = (best, likenesses)
        }
    }

    /// The weight that comes to be stood for by one with these likenesses.
    private static func gain(_ likenesses: [Double], _ weights: [Double], _ covered: [Double]) -> Double {
        zip(weights, zip(likenesses, covered)).reduce(0) { $0 + $1.0 * max(0, $1.1.0 - $1.1.1) }
    }

    private func likenesses(to place: Int) -> [Double] {
        let one = Matrix(rows: 1, columns: vectors.columns, values: Array(vectors[row: place]))
        return MatrixProduct.multiply(vectors, one, transposingSecond: true).values.map(Self.likeness)
    }

    /// Texts of a cosine of 0.9 stand for each other by half, of 0.7 by a tenth.
    private static func likeness(_ cosine: Float) -> Double { exp(8 * (Double(cosine) - 1)) }
}
