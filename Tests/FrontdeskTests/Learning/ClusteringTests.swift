import BERT
import Foundation
import Frontdesk
import Kernels
import Testing

@Suite("Groups of vectors")
struct ClusteringTests {
    /// Three bundles of directions, each around an axis, in turn.
    private static let vectors: Matrix = {
        let rows = (0..<60).map { index -> [Float] in
            var row: [Float] = [0, 0, 0, 0]
            row[index % 3] = 1
            row[3] = Float(index) / 200
            let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return row.map { $0 / length }
        }
        return Matrix(rows: 60, columns: 4, values: rows.flatMap(\.self))
    }()

    @Test("Vectors of one direction are one group, whatever the seed", arguments: [1, 2, 3] as [UInt64])
    func groups(seed: UInt64) {
        let means = SphericalKMeans(Self.vectors, count: 3, seed: seed)
        for index in 0..<60 { #expect(means.members[index] == means.members[index % 3]) }
        #expect(Set(means.members).count == 3)
        #expect(means.cosines.allSatisfy { $0 > 0.98 })
        #expect(SphericalKMeans(Self.vectors, count: 3, seed: seed).members == means.members)
    }

    @Test("There are no more groups than vectors")
    func few() {
        let two = Matrix(rows: 2, columns: 2, values: [1, 0, 0, 1])
        #expect(SphericalKMeans(two, count: 5, seed: 1).centres.rows == 2)
    }

    @Test("What is chosen stands for most of the weight: a heavy bundle first, then what is unlike it or known")
    func coverage() {
        let weights = (0..<60).map { $0 % 3 == 1 ? 1.5 : 1 }
        func chosen(_ count: Int, besides known: [Int]) -> [Int] {
            let values = known.flatMap { Self.vectors[row: $0] }
            let known = Matrix(rows: known.count, columns: 4, values: values)
            return WeightedCoverage(Self.vectors, weights: weights, besides: known).choose(count)
        }
        let first = chosen(3, besides: [])
        #expect(first.map { $0 % 3 }.sorted() == [0, 1, 2] && first[0] % 3 == 1)
        #expect(chosen(2, besides: [first[0]]).map { $0 % 3 }.sorted() == [0, 2])
        #expect(Set(chosen(100, besides: [])).count == 60)
    }

    @Test("What is chosen is what a plain greedy search chooses that asks every vector each time")
    func greedyCoverage() {
        let (vectors, weights) = (Self.scattered(40, seed: 1), (0..<40).map { 1 + Double($0 % 7) / 10 })
        let known = Self.scattered(5, seed: 2)
        func likeness(_ x: ArraySlice<Float>, _ y: ArraySlice<Float>) -> Double {
            exp(8 * (Double(zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }) - 1))
        }
        var covered = (0..<40).map { place in
            (0..<5).map { likeness(vectors[row: place], known[row: $0]) / 2 }.max() ?? 0
        }
        var expected: [Int] = []
        for _ in 0..<12 {
            let gains = (0..<40).map { place in
                (0..<40).reduce(0) {
                    $0 + weights[$1] * max(0, likeness(vectors[row: place], vectors[row: $1]) - covered[$1])
                }
            }
            let best = gains.indices.filter { !expected.contains($0) }.max { gains[$0] < gains[$1] } ?? 0
            expected.append(best)
            for place in 0..<40 {
                covered[place] = max(covered[place], likeness(vectors[row: best], vectors[row: place]))
            }
        }
        #expect(WeightedCoverage(vectors, weights: weights, besides: known).choose(12) == expected)
    }

    /// Vectors of length one in all directions of four dimensions.
    private static func scattered(_ count: Int, seed: UInt64) -> Matrix {
        var random = SplitMix64(seed: seed)
        let rows = (0..<count).map { _ -> [Float] in
            let row = (0..<4).map { _ in Float(random.below(2001)) - 1000 }
            let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return row.map { $0 / length }
        }
        return Matrix(rows: count, columns: 4, values: rows.flatMap(\.self))
    }

    @Test("Smoothing draws what lies together nearer, and keeps lengths")
    func smoothing() {
        var smoothing = NeighbourSmoothing()
        (smoothing.neighbours, smoothing.rounds) = (5, 2)
        let smoothed = smoothing.smoothed(Self.vectors)
        func cosine(_ matrix: Matrix, _ first: Int, _ second: Int) -> Float {
            zip(matrix[row: first], matrix[row: second]).reduce(0) { $0 + $1.0 * $1.1 }
        }
        #expect(cosine(smoothed, 0, 57) > cosine(Self.vectors, 0, 57))
        #expect(abs(cosine(smoothed, 7, 7) - 1) < 1e-5)
        // A vector of the log, and the same from outside, which is its own neighbour, do not come to lie alike.
        let outside = Matrix(rows: 1, columns: 4, values: [0.6, 0.8, 0, 0])
        let moved = smoothing.smoothed(outside, towards: Self.vectors)
        #expect(moved.rows == 1 && abs(cosine(moved, 0, 0) - 1) < 1e-5)
    }
}
