internal import BERT
package import Kernels

/// Groups vectors of length one by their directions: k-means with cosines (Dhillon and Modha, 2001).
package struct SphericalKMeans: Sendable {
    /// The centres, (k, D), of length one.
    package private(set) var centres: Matrix
    /// The centre of each vector.
    package private(set) var members: [Int]
    /// Each vector's cosine with its centre.
    package private(set) var cosines: [Float]

    private static let mostRounds = 60
    /// Of so many vectors drawn by their distance the best one becomes the next centre.
    private static let draws = 3

    /// Groups vectors (n, D) into `count` groups, or into n where there are fewer; the best of some restarts.
    package init(_ vectors: Matrix, count: Int, seed: UInt64, restarts: Int = 1) {
        var random = SplitMix64(seed: seed)
        let count = max(1, min(count, vectors.rows))
        self.init(vectors, from: Self.start(vectors, count, &random))
        for _ in 1..<max(restarts, 1) {
            let other = SphericalKMeans(vectors, from: Self.start(vectors, count, &random))
            if other.likeness > likeness { self = other }
        }
    }

    /// Groups vectors (n, D) from centres (k, D) on.
    package init(_ vectors: Matrix, from start: Matrix) {
        centres = start
        (members, cosines) = Self.nearest(vectors, start)
        for _ in 0..<Self.mostRounds {
            centres = Self.means(vectors, members, centres)
            let before = members
            (members, cosines) = Self.nearest(vectors, centres)
            if members == before { break }
        }
    }

    /// The sum of all cosines: what the groups are chosen for.
    package var likeness: Double { cosines.reduce(0) { $0 + Double($1) } }

    /// The nearest centre of each vector, and the cosine with it.
    package static func nearest(_ vectors: Matrix, _ centres: Matrix) -> (members: [Int], cosines: [Float]) {
        let found = vectors.mapProducts(with: centres, block: 1024) { _, line in
            let best = line.indices.max { line[$0] < line[$1] } ?? line.startIndex
            return (best - line.startIndex, line[best])
        }
        return (found.map(\.0), found.map(\.1))
    }

    /// k-means++ (Arthur and Vassilvitskii, 2007): the next centre is far from those before it, by chance.
    private static func start(_ vectors: Matrix, _ count: Int, _ random: inout SplitMix64) -> Matrix {
        var chosen = [random.below(vectors.rows)]
        var distances = distances(vectors, to: chosen[0])
        while chosen.count < count {
            let drawn = (0..<draws).map { _ in draw(distances, &random) }
            let candidates = drawn.map { one in
                zip(distances, self.distances(vectors, to: one)).map { min($0, $1) }
            }
            let sums = candidates.map { $0.reduce(0, +) }
            let best = sums.indices.min { sums[$0] < sums[$1] } ?? 0
            chosen.append(drawn[best])
            distances = candidates[best]
        }
        return vectors.rows(chosen)
    }

    private static func distances(_ vectors: Matrix, to row: Int) -> [Double] {
        let one = Matrix(rows: 1, columns: vectors.columns, values: Array(vectors[row: row]))
        return MatrixProduct.multiply(vectors, one, transposingSecond: true).values.map { max(0, 1 - Double($0)) }
    }

    private static func draw(_ distances: [Double], _ random: inout SplitMix64) -> Int {
        var left = random.unit() * distances.reduce(0, +)
        for (row, distance) in distances.enumerated() {
            left -= distance
            if left < 0 { return row }
        }
        return distances.count - 1
    }

    /// The mean direction of each group; one without members stays where it is.
    private static func means(_ vectors: Matrix, _ members: [Int], _ before: Matrix) -> Matrix {
        let width = vectors.columns
        var sums = Matrix(rows: before.rows, columns: width)
        for (row, member) in members.enumerated() {
            let (from, to) = (row * width, member * width)
            for column in 0..<width { sums.values[to + column] += vectors.values[from + column] }
        }
        for row in 0..<before.rows {
            let range = row * width..<(row + 1) * width
            let length = sums.values[range].reduce(0) { $0 + $1 * $1 }.squareRoot()
            for place in range { sums.values[place] = length > 0 ? sums.values[place] / length : before.values[place] }
        }
        return sums
    }
}
