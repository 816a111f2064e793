internal import Foundation

/// Compares a candidate with the champion on the same data, and says which is to answer.
package struct Judgement: Sendable {
    /// What speaks against the candidate; it is promoted where nothing does.
    package private(set) var objections: [String]
    /// What its owner should know all the same.
    package let warnings: [String]
    /// How often the intent that stands first is right, beside the champion.
    private let figures: String
    /// What to do where the first objection is meant: that intents are gone.
    private let advice: String?
    /// How many messages both were put to, and how often the intent that stands first is right.
    package let messages: Int
    package let candidateAccuracy: Double
    package let championAccuracy: Double

    package var isPromoted: Bool { objections.isEmpty }

    package var reason: String {
        guard let advice, let first = objections.first else { return reasonWithoutAdvice }
        return (["\(first); \(advice)"] + objections.dropFirst() + warnings).joined(separator: "; ")
    }

    /// The same for somebody who has followed the advice.
    package var reasonWithoutAdvice: String {
        ((isPromoted ? [figures] : objections) + warnings).joined(separator: "; ")
    }

    /// From this many messages on, a fall by a point refuses a candidate even if chance could explain it.
    private static let largeSample = 500
    /// What chance explains less often than this is a difference.
    private static let significance = 0.05
    /// A candidate that takes this much longer is told to be slower.
    private static let slower = 1.25

    /// `doubts` are what speaks against the examples that the candidate learnt.
    package init(candidate: ModelMeasure, champion: ModelMeasure, doubts: [String] = []) {
        candidateAccuracy = candidate.accuracy
        championAccuracy = champion.accuracy
        messages = candidate.firstRight.count
        let figures =
            "\(Self.percent(candidateAccuracy)) against the champion's \(Self.percent(championAccuracy)) on "
            + Count.of(messages, "message")
        let pairs = Pairs(better: candidate.firstRight, than: champion.firstRight)
        // Where nothing refuses a fall, chance may explain it.
        let caveat = pairs.lost > pairs.won ? "; \(pairs), which may be chance" : ""
        self.figures = messages == 0 ? "there are too few examples to judge by" : figures + caveat
        let forgotten = Self.forgotten(candidate, champion)
        advice = forgotten.isEmpty ? nil : "--force promotes it where that is meant"
        objections =
            forgotten + Self.falls(pairs, figures) + Self.wrongReplies(candidate, champion)
            + Self.failures(candidate, champion) + doubts
        let isSlower = candidate.milliseconds > champion.milliseconds * Self.slower
        warnings =
            isSlower
            ? [String(format: "slower: %.1f ms a message against %.1f", candidate.milliseconds, champion.milliseconds)]
            : []
    }

    /// The same with more that speaks against the candidate.
    func adding(_ objections: [String]) -> Judgement {
        var judgement = self
        judgement.objections += objections
        return judgement
    }

    /// An intent that is gone can win no comparison: its examples went with it.
    private static func forgotten(_ candidate: ModelMeasure, _ champion: ModelMeasure) -> [String] {
        let lost = champion.intents.subtracting(candidate.intents).sorted()
        guard !lost.isEmpty else { return [] }
        let names = lost.map { "'\($0)'" }.joined(separator: ", ")
        return ["it no longer knows \(names)"]
    }

    private static func falls(_ pairs: Pairs, _ figures: String) -> [String] {
        if pairs.isWorse { return ["wrong answers rise: \(figures), \(pairs)"] }
        let falls = pairs.count >= largeSample && (pairs.lost - pairs.won) * 100 >= pairs.count
        return falls ? ["accuracy falls by a point or more: \(figures)"] : []
    }

    private static func wrongReplies(_ candidate: ModelMeasure, _ champion: ModelMeasure) -> [String] {
        let pairs = Pairs(
            better: candidate.isRepliedWrongly.map { !$0 }, than: champion.isRepliedWrongly.map { !$0 })
        guard pairs.isWorse else { return [] }
        let (new, old) = (candidate.isRepliedWrongly.count { $0 }, champion.isRepliedWrongly.count { $0 })
        return ["wrong replies rise: \(new) against the champion's \(old) of \(pairs.count) in evaluation/, \(pairs)"]
    }

    private static func failures(_ candidate: ModelMeasure, _ champion: ModelMeasure) -> [String] {
        zip(candidate.conversations, champion.conversations).filter { !$0.passed && $1.passed }.map { outcome, _ in
            "the conversation '\(outcome.name)' goes wrong now, \(outcome.failure ?? "")"
        }
    }

    private static func percent(_ share: Double) -> String {
        String(format: "%.1f %%", share * 100)
    }
}

extension Judgement {
    /// How two models did on the same messages.
    package struct Pairs: Sendable, CustomStringConvertible {
        /// All messages.
        package let count: Int
        /// Right before and not now, and the other way round.
        package let lost: Int
        package let won: Int
        /// How often chance alone would lose so many of what differs.
        package let chance: Double

        package init(better candidate: [Bool], than champion: [Bool]) {
            count = candidate.count
            lost = zip(candidate, champion).count { !$0 && $1 }
            won = zip(candidate, champion).count { $0 && !$1 }
            chance = Judgement.signTest(lost: lost, won: won)
        }

        var isWorse: Bool { lost > won && chance < Judgement.significance }

        package var description: String {
            "\(lost) lost and \(won) won (p = \(String(format: "%.3f", chance)))"
        }
    }

    /// The chance that of `lost + won` changes at least `lost` are losses if both were equally likely.
    package static func signTest(lost: Int, won: Int) -> Double {
        chance(ofAtLeast: lost, of: lost + won, each: 0.5)
    }

    /// Whether more of `total` labels are contradicted than chance explains once in a hundred, where a share of them is wrong.
    static func isExcessive(_ count: Int, of total: Int, where share: Double) -> Bool {
        chance(ofAtLeast: count, of: total, each: share) < 0.01
    }

    /// The chance that of `total` things at least `count` happen if each does with the same probability.
    static func chance(ofAtLeast count: Int, of total: Int, each probability: Double) -> Double {
        guard count > 0 else { return 1 }
        return (count...total).reduce(0.0) { sum, count in
            let (count, rest) = (Double(count), Double(total - count))
            let ways = lgamma(count + rest + 1) - lgamma(count + 1) - lgamma(rest + 1)
            return sum + exp(ways + count * log(probability) + rest * log(1 - probability))
        }
    }
}
