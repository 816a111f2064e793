internal import Foundation

/// Measures of one ranked list against the ids that are relevant, each id relevant or not (Manning et al., 2008, ch. 8).
///
/// An id that stands twice in a list counts at its first place. Without relevant ids every measure is nought.
extension Metrics {
    /// The mean, over the relevant ids, of the precision at the place of each; one that is missing adds nought.
    package static func averagePrecision(_ ranked: [String], relevant: Set<String>) -> Double {
        guard !relevant.isEmpty else { return 0 }
        var hits = 0
        var sum = 0.0
        for (index, isHit) in hitsInOrder(ranked, relevant).enumerated() where isHit {
            hits += 1
            sum += Double(hits) / Double(index + 1)
        }
        return sum / Double(relevant.count)
    }

    /// One over the place of the first relevant id; nought where there is none.
    package static func reciprocalRank(_ ranked: [String], relevant: Set<String>) -> Double {
        hitsInOrder(ranked, relevant).firstIndex(of: true).map { 1 / Double($0 + 1) } ?? 0
    }

    /// The gain of the first `count` places, each discounted by log₂(place + 1), as a share of the best possible one.
    package static func normalisedGain(_ ranked: [String], relevant: Set<String>, first count: Int) -> Double {
        precondition(count > 0)
        guard !relevant.isEmpty else { return 0 }
        func discounted(_ places: some Sequence<Int>) -> Double { places.reduce(0) { $0 + 1 / log2(Double($1 + 2)) } }
        let hits = hitsInOrder(ranked, relevant).prefix(count)
        return discounted(hits.indices.filter { hits[$0] }) / discounted(0..<min(count, relevant.count))
    }

    /// The share of the first `count` places that hold a relevant id; an empty place holds none.
    package static func precision(_ ranked: [String], relevant: Set<String>, first count: Int) -> Double {
        precondition(count > 0)
        return Double(hitsInOrder(ranked, relevant).prefix(count).count { $0 }) / Double(count)
    }

    /// The share of the relevant ids among the first `count` places.
    package static func recall(_ ranked: [String], relevant: Set<String>, first count: Int) -> Double {
        guard !relevant.isEmpty else { return 0 }
        return Double(hitsInOrder(ranked, relevant).prefix(count).count { $0 }) / Double(relevant.count)
    }

    /// For each place whether its id is relevant, ids that stood above left out.
    private static func hitsInOrder(_ ranked: [String], _ relevant: Set<String>) -> [Bool] {
        var seen = Set<String>()
        return ranked.filter { seen.insert($0).inserted }.map(relevant.contains)
    }
}
