extension Metrics {
    /// How well the messages of one intent are told from those of the others.
    package struct ClassScore: Sendable, Hashable, Codable {
        package let intent: String
        package let precision: Double
        package let recall: Double
        package let f1: Double
        /// The messages that are labelled with it.
        package let support: Int

        /// Whether some of its messages are not told rightly, or others are taken for them.
        package var isWeak: Bool { f1 < 1 && support > 0 }
    }

    /// The score of each class in truth or prediction: the weakest first, of equal ones that with the most messages.
    package static func classScores(_ predicted: [String], _ truth: [String]) -> [ClassScore] {
        precondition(predicted.count == truth.count)
        var counts: [String: ClassCount] = [:]
        for (guess, fact) in zip(predicted, truth) {
            counts[guess, default: ClassCount()].predicted += 1
            counts[fact, default: ClassCount()].support += 1
            if guess == fact { counts[fact, default: ClassCount()].hits += 1 }
        }
        return counts.map { $1.score(of: $0) }.sorted {
            ($0.f1, -$0.support, $0.intent) < ($1.f1, -$1.support, $1.intent)
        }
    }

    /// The 95 % interval of a share of which `hits` in `count` were seen (Wilson, 1927).
    package static func interval(_ hits: Int, of count: Int) -> ClosedRange<Double> {
        guard count > 0 else { return 0...1 }
        let (n, z) = (Double(count), 1.96)
        let share = Double(hits) / n
        let middle = share + z * z / (2 * n)
        let reach = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
        let whole = 1 + z * z / n
        return max(0, (middle - reach) / whole)...min(1, (middle + reach) / whole)
    }

    private struct ClassCount {
        var hits = 0
        var predicted = 0
        var support = 0

        func score(of intent: String) -> ClassScore {
            ClassScore(
                intent: intent, precision: predicted == 0 ? 0 : Double(hits) / Double(predicted),
                recall: support == 0 ? 0 : Double(hits) / Double(support),
                f1: 2 * Double(hits) / Double(predicted + support), support: support)
        }
    }
}
