internal import Foundation

/// Compares a candidate with the champion on the same messages, and says which is to answer.
package struct Judgement: Sendable {
    package let isPromoted: Bool
    package let reason: String
    package let candidateAccuracy: Double
    package let championAccuracy: Double

    /// From this many messages on, a fall by a point refuses a candidate even if chance could explain it.
    private static let largeSample = 500

    /// `candidate` and `champion` tell for each message whether its first-ranked intent is right.
    package init(candidate: [Bool], champion: [Bool]) {
        let count = Double(max(candidate.count, 1))
        candidateAccuracy = Double(candidate.count { $0 }) / count
        championAccuracy = Double(champion.count { $0 }) / count
        let lost = zip(candidate, champion).count { !$0 && $1 }
        let won = zip(candidate, champion).count { $0 && !$1 }
        let chance = Self.signTest(lost: lost, won: won)
        let figures =
            "\(Self.percent(candidateAccuracy)) against the champion's \(Self.percent(championAccuracy)) on \(candidate.count) messages"
        if lost > won, chance < 0.05 {
            isPromoted = false
            reason =
                "wrong answers rise: \(figures), \(lost) lost and \(won) won (p = \(String(format: "%.3f", chance)))"
        } else if candidate.count >= Self.largeSample, (lost - won) * 100 >= candidate.count {
            isPromoted = false
            reason = "accuracy falls by a point or more: \(figures)"
        } else {
            isPromoted = true
            reason = figures
        }
    }

    /// The chance that of `lost + won` changes at least `lost` are losses if both were equally likely.
    package static func signTest(lost: Int, won: Int) -> Double {
        let changes = lost + won
        guard changes > 0 else { return 1 }
        let total = Double(changes)
        return (lost...changes).reduce(0.0) { sum, count in
            let ways = lgamma(total + 1) - lgamma(Double(count) + 1) - lgamma(total - Double(count) + 1)
            return sum + exp(ways - total * log(2))
        }
    }

    private static func percent(_ share: Double) -> String {
        String(format: "%.1f %%", share * 100)
    }
}
