internal import BERT
package import Kernels

/// The topics of messages, found from their embeddings; docs/review.md has the tries that it was chosen by.
package struct TopicClustering: Sendable {
    /// The topic of each message.
    package let members: [Int]
    /// How near each message lies to the middle of its topic.
    package let cosines: [Float]

    private static let restarts = 2

    /// Groups vectors (n, D) of length one into topics: so many, or as many as there seem to be.
    ///
    /// Of `labels`, the known intent of each message, nil is not known. Vectors are moved towards their neighbours, and
    /// what all messages have in common is taken off them.
    package init(_ vectors: Matrix, labels: [Int?], count: Int?, seed: UInt64) {
        guard vectors.rows > 0 else {
            (members, cosines) = ([], [])
            return
        }
        var smoothing = NeighbourSmoothing()
        // Of few messages, twenty neighbours would be all the others.
        smoothing.neighbours = max(1, min(smoothing.neighbours, vectors.rows / 10))
        let moved = smoothing.smoothed(vectors).centred()
        let means: SphericalKMeans
        if let count, labels.allSatisfy({ $0 == nil }) {
            means = SphericalKMeans(moved, count: count, seed: seed, restarts: Self.restarts)
        } else {
            let micro = MicroClusters(moved, labels: labels, seed: seed)
            let groups = micro.groups(count ?? micro.estimate)
            means = SphericalKMeans(moved, from: moved.directions(of: groups))
        }
        (members, cosines) = (means.members, means.cosines)
    }
}

extension Matrix {
    /// The rows without their mean, of length one.
    fileprivate func centred() -> Matrix {
        var mean = [Float](repeating: 0, count: columns)
        for row in 0..<rows {
            for column in 0..<columns { mean[column] += values[row * columns + column] / Float(rows) }
        }
        var result = self
        for row in 0..<rows {
            for column in 0..<columns { result.values[row * columns + column] -= mean[column] }
        }
        return result.unit()
    }

    /// The rows at length one; one without a direction stays as it is.
    private func unit() -> Matrix {
        var result = self
        for row in 0..<rows {
            let length = self[row: row].reduce(0) { $0 + $1 * $1 }.squareRoot()
            guard length > 0 else { continue }
            for place in row * columns..<(row + 1) * columns { result.values[place] /= length }
        }
        return result
    }

    /// The mean direction of the rows of each group, (groups, columns).
    func directions(of groups: [Int]) -> Matrix {
        var sums = Matrix(rows: (groups.max() ?? -1) + 1, columns: columns)
        for (row, group) in groups.enumerated() {
            for column in 0..<columns { sums.values[group * columns + column] += values[row * columns + column] }
        }
        return sums.unit()
    }
}
