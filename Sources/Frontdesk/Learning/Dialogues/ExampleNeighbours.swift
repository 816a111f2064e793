package import Kernels

/// What the bot's own examples say of a question: the label of the nearest one, and how often that is right.
package struct ExampleNeighbours: Sendable {
    /// The label of the nearest example with the probability that it is the question's.
    package struct Vote: Sendable, Hashable {
        package let label: Correction.Label
        package let probability: Double
    }

    private let labels: [Correction.Label]
    /// (examples, H), of length one.
    private let vectors: Matrix
    /// Of the cosine and the margin; the last is the intercept.
    private let weights: [Double]

    /// Fewer examples do not tell how often the nearest one is right.
    private static let fewest = 50
    /// So many are asked about each other.
    private static let mostJudged = 4000
    private static let penalty = 0.01

    /// Nil of examples that are too few; `vectors` is a row for each.
    package init?(_ labels: [Correction.Label], vectors: Matrix) {
        guard labels.count >= Self.fewest, Set(labels).count > 1 else { return nil }
        (self.labels, self.vectors) = (labels, vectors)
        let step = (labels.count + Self.mostJudged - 1) / Self.mostJudged
        let judged = Array(stride(from: 0, to: labels.count, by: step))
        let nearest = Self.nearest(vectors.rows(judged), among: vectors, labels, without: judged)
        let cases = zip(judged, nearest).map { place, near in
            LogisticFit.Case(features: near.features, isTrue: near.label == labels[place], weight: 1)
        }
        weights = LogisticFit.cases(cases, count: 2, penalty: Self.penalty)
    }

    /// What the nearest examples say of questions, a row each.
    package func votes(of questions: Matrix) -> [Vote] {
        Self.nearest(questions, among: vectors, labels, without: []).map { near in
            Vote(label: near.label, probability: LogisticFit.sigmoid(LogisticFit.dot(weights, near.features + [1])))
        }
    }

    private struct Near: Sendable {
        let label: Correction.Label
        let cosine: Float
        /// The cosine of the nearest example of another label.
        let other: Float

        var features: [Double] { [Double(cosine), Double(cosine - other)] }
    }

    /// `without` is for each row the example that is not to be looked at: itself.
    private static func nearest(
        _ rows: Matrix, among vectors: Matrix, _ labels: [Correction.Label], without: [Int]
    ) -> [Near] {
        rows.mapProducts(with: vectors) { row, products in
            nearest(products, labels, without: without.isEmpty ? nil : without[row])
        }
    }

    private static func nearest(_ line: ArraySlice<Float>, _ labels: [Correction.Label], without: Int?) -> Near {
        var best: (place: Int, cosine: Float) = (0, -2)
        var other: Float = -1
        for (place, cosine) in line.enumerated() where place != without {
            if cosine > best.cosine {
                if best.cosine > -2, labels[place] != labels[best.place] { other = best.cosine }
                best = (place, cosine)
            } else if cosine > other, labels[place] != labels[best.place] {
                other = cosine
            }
        }
        return Near(label: labels[best.place], cosine: best.cosine, other: other)
    }
}
