internal import BERT
package import Kernels

/// Many small groups of vectors, merged step by step into as many as are wanted (Ward, 1963); known labels guide it.
///
/// Two small groups of one known intent merge at a part of what it costs, two of different ones never: the intents that
/// are known show how far apart the unknown ones may lie.
package struct MicroClusters: Sendable {
    /// The small group of each vector.
    package let members: [Int]
    /// The merges in order, the cheapest first: the second of a pair joins the first.
    private let merges: [(into: Int, from: Int)]
    private let count: Int

    /// So many small groups at most, and so many vectors a group at least.
    private static let most = 300
    private static let vectorsForGroup = 4
    /// The part of the cost at which two groups of one known intent merge.
    private static let tie = 0.3
    /// A group belongs to a known intent that has so much of its labelled vectors.
    private static let majority = 0.6
    /// Where the number is estimated: the share of the small groups where the tree is cut first.
    private static let generous = 0.4

    /// Groups vectors (n, D) of length one; `labels` holds the known intent of each, nil where it is not known.
    package init(_ vectors: Matrix, labels: [Int?], seed: UInt64) {
        let wanted = max(1, min(Self.most, vectors.rows / Self.vectorsForGroup))
        let means = SphericalKMeans(vectors, count: wanted, seed: seed)
        members = means.members
        count = means.centres.rows
        let tags = Self.tags(members, labels, count: count)
        var tree = WardTree(vectors, members, tags: tags, count: count, tie: Self.tie)
        merges = tree.merges()
    }

    /// The group of each vector when so many are left, numbered from 0; more where known intents keep them apart.
    package func groups(_ wanted: Int) -> [Int] {
        var target = Array(0..<count)
        for (into, from) in merges.prefix(max(0, count - wanted)) {
            for place in target.indices where target[place] == from { target[place] = into }
        }
        let numbers = Dictionary(uniqueKeysWithValues: Set(target).sorted().enumerated().map { ($1, $0) })
        return members.map { numbers[target[$0]] ?? 0 }
    }

    /// How many groups there seem to be: cut generously, those count that have at least half the mean size.
    package var estimate: Int {
        let groups = groups(max(1, Int((Double(count) * Self.generous).rounded())))
        let sizes = Dictionary(groups.map { ($0, 1) }, uniquingKeysWith: +).values
        return max(1, sizes.count { 2 * $0 * sizes.count >= groups.count })
    }

    private static func tags(_ members: [Int], _ labels: [Int?], count: Int) -> [Int?] {
        var votes = [[Int: Int]](repeating: [:], count: count)
        for (member, label) in zip(members, labels) {
            if let label { votes[member][label, default: 0] += 1 }
        }
        return votes.map { votes in
            let all = votes.values.reduce(0, +)
            return votes.min { ($1.value, $0.key) < ($0.value, $1.key) }.flatMap { best in
                Double(best.value) >= majority * Double(all) ? best.key : nil
            }
        }
    }
}

/// Merges groups, each time the two whose union costs the least: |m1 - m2|² s1 s2 / (s1 + s2).
private struct WardTree {
    private var means: [[Float]]
    private var sizes: [Double]
    private var tags: [Int?]
    private var isLive: [Bool]
    /// (k, k): what the union of two costs; infinite where they may not merge.
    private var costs: [[Double]] = []
    private let tie: Double

    init(_ vectors: Matrix, _ members: [Int], tags: [Int?], count: Int, tie: Double) {
        self.tags = tags
        self.tie = tie
        sizes = [Double](repeating: 0, count: count)
        means = [[Float]](repeating: [Float](repeating: 0, count: vectors.columns), count: count)
        for (row, member) in members.enumerated() {
            sizes[member] += 1
            for (column, value) in vectors[row: row].enumerated() { means[member][column] += value }
        }
        for group in 0..<count where sizes[group] > 0 {
            let size = Float(sizes[group])
            for column in means[group].indices { means[group][column] /= size }
        }
        isLive = sizes.map { $0 > 0 }
    }

    mutating func merges() -> [(into: Int, from: Int)] {
        let all = means.indices
        costs = all.map { first in all.map { cost(first, $0) } }
        // A group that k-means left empty joins another before any that holds something.
        let home = isLive.firstIndex(of: true) ?? 0
        var merges = all.filter { !isLive[$0] && $0 != home }.map { (into: home, from: $0) }
        while let (into, from) = cheapest() {
            merge(from, into: into)
            merges.append((into, from))
        }
        return merges
    }

    private func cost(_ first: Int, _ second: Int) -> Double {
        guard first != second, isLive[first], isLive[second] else { return .infinity }
        var part = 1.0
        if let one = tags[first], let other = tags[second] {
            guard one == other else { return .infinity }
            part = tie
        }
        var distance: Float = 0
        let (one, other) = (means[first], means[second])
        for column in one.indices {
            let difference = one[column] - other[column]
            distance += difference * difference
        }
        return part * Double(distance) * sizes[first] * sizes[second] / (sizes[first] + sizes[second])
    }

    private func cheapest() -> (Int, Int)? {
        var best: (into: Int, from: Int, cost: Double)?
        for first in costs.indices where isLive[first] {
            let line = costs[first]
            for second in line.indices.dropFirst(first + 1) where line[second] < best?.cost ?? .infinity {
                best = (first, second, line[second])
            }
        }
        return best.map { ($0.into, $0.from) }
    }

    private mutating func merge(_ from: Int, into: Int) {
        let whole = sizes[into] + sizes[from]
        let (kept, added) = (Float(sizes[into] / whole), Float(sizes[from] / whole))
        for column in means[into].indices {
            means[into][column] = means[into][column] * kept + means[from][column] * added
        }
        sizes[into] = whole
        tags[into] = tags[into] ?? tags[from]
        isLive[from] = false
        for other in costs.indices {
            let cost = cost(into, other)
            (costs[into][other], costs[other][into]) = (cost, cost)
            (costs[from][other], costs[other][from]) = (.infinity, .infinity)
        }
    }
}
