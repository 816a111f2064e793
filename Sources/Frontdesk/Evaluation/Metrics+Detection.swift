extension Metrics {
    /// How well a score tells positives (out of scope) from negatives, whatever the threshold.
    package struct Detection: Sendable, Hashable {
        /// The chance that a positive scores above a negative, ties counting half.
        package let auroc: Double
        /// Average precision: the sum of precision times the gain in recall, from the highest score down.
        package let aupr: Double
        /// The share of negatives at or above the highest threshold that finds at least 95 % of the positives.
        package let fpr95: Double

        package init(auroc: Double, aupr: Double, fpr95: Double) {
            self.auroc = auroc
            self.aupr = aupr
            self.fpr95 = fpr95
        }
    }

    /// Measures a score that should be high for positives; nil unless there are both kinds.
    package static func detection(_ scores: [Double], isPositive: [Bool]) -> Detection? {
        precondition(scores.count == isPositive.count)
        let positives = isPositive.count { $0 }
        let negatives = isPositive.count - positives
        guard positives > 0, negatives > 0 else { return nil }
        var (area, precision, fpr95) = (0.0, 0.0, Double?.none)
        var (hits, alarms) = (0, 0)
        for step in descendingSteps(scores, isPositive) {
            area += Double(step.negatives) * (Double(hits) + Double(step.positives) / 2)
            hits += step.positives
            alarms += step.negatives
            precision += Double(step.positives) / Double(positives) * Double(hits) / Double(hits + alarms)
            if fpr95 == nil, hits * 100 >= positives * 95 { fpr95 = Double(alarms) / Double(negatives) }
        }
        return Detection(auroc: area / Double(positives) / Double(negatives), aupr: precision, fpr95: fpr95 ?? 1)
    }

    /// The share of positives whose score is at or above the threshold; nought where there are none.
    package static func recall(_ scores: [Double], isPositive: [Bool], threshold: Double) -> Double {
        let found = zip(scores, isPositive).filter(\.1).map(\.0)
        return found.isEmpty ? 0 : Double(found.count { $0 >= threshold }) / Double(found.count)
    }

    /// A message as automation counts it.
    package struct Outcome: Sendable, Hashable {
        package let confidence: Double
        /// Whether what stands first is right; false for every message out of scope.
        package let isRight: Bool
        package let isInScope: Bool

        package init(confidence: Double, isRight: Bool, isInScope: Bool) {
            self.confidence = confidence
            self.isRight = isRight && isInScope
            self.isInScope = isInScope
        }
    }

    /// What is answered at a threshold.
    package struct Automation: Sendable, Hashable {
        /// Messages are answered whose confidence is at or above it; infinite where none may be.
        package let threshold: Double
        /// The share of in-scope messages that are answered rightly.
        package let automation: Double
        /// The share of the answers that are wrong, out-of-scope messages weighed.
        package let wrong: Double

        package init(threshold: Double, automation: Double, wrong: Double) {
            self.threshold = threshold
            self.automation = automation
            self.wrong = wrong
        }
    }

    /// The most that can be answered rightly with at most `wrong` of all answers wrong.
    ///
    /// Out-of-scope messages, however many there are, weigh `outOfScopeShare` of the traffic.
    package static func automation(
        _ outcomes: [Outcome], atWrong wrong: Double = 0.03, outOfScopeShare: Double = 0.1
    ) -> Automation {
        let inScope = outcomes.count(where: \.isInScope)
        let outside = weightOutside(outcomes, outOfScopeShare)
        var best = Automation(threshold: .infinity, automation: 0, wrong: 0)
        var (rights, answered) = (0.0, 0.0)
        let sorted = outcomes.sorted { $0.confidence > $1.confidence }
        for (index, outcome) in sorted.enumerated() {
            answered += outcome.isInScope ? 1 : outside
            rights += outcome.isRight ? 1 : 0
            // Messages of one confidence are answered together or not at all.
            if index + 1 < sorted.count, sorted[index + 1].confidence == outcome.confidence { continue }
            let share = (answered - rights) / answered
            guard answered > 0, share <= wrong, inScope > 0, rights / Double(inScope) > best.automation else {
                continue
            }
            best = Automation(threshold: outcome.confidence, automation: rights / Double(inScope), wrong: share)
        }
        return best
    }

    /// The weight of one out-of-scope message, where one in scope weighs one.
    private static func weightOutside(_ outcomes: [Outcome], _ share: Double) -> Double {
        precondition(share >= 0 && share < 1)
        let inScope = outcomes.count(where: \.isInScope)
        let outside = outcomes.count - inScope
        guard outside > 0 else { return 0 }
        return inScope == 0 ? 1 : share / (1 - share) * Double(inScope) / Double(outside)
    }

    /// How many of each kind stand at each score, from the highest down.
    private static func descendingSteps(
        _ scores: [Double], _ isPositive: [Bool]
    ) -> [(positives: Int, negatives: Int)] {
        var steps: [(positives: Int, negatives: Int)] = []
        var last: Double?
        for (score, isPositive) in zip(scores, isPositive).sorted(by: { $0.0 > $1.0 }) {
            if score != last { steps.append((0, 0)) }
            last = score
            steps[steps.count - 1].positives += isPositive ? 1 : 0
            steps[steps.count - 1].negatives += isPositive ? 0 : 1
        }
        return steps
    }
}
