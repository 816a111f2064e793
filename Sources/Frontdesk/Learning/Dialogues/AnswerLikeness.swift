/// How like a reply and an answer are, and by how much more than the next other answer.
package struct AnswerLikeness: Sendable, Hashable {
    /// Of their embeddings.
    package let cosine: Double
    /// The share of their words that both have, the rarer the more.
    package let shared: Double
    /// What the next other answer's sum of both is short of this one's.
    package let margin: Double

    package init(cosine: Double, shared: Double, margin: Double) {
        (self.cosine, self.shared, self.margin) = (cosine, shared, min(margin, Self.mostMargin))
    }

    /// That nothing else is like it at all says no more than that nothing else is near.
    private static let mostMargin = 0.6

    var features: [Double] { [cosine, shared, margin] }

    /// The label that is most alike, with its likeness; nil of none.
    static func best(
        _ compared: [(label: Correction.Label, shared: Double, cosine: Double)]
    ) -> (Correction.Label, AnswerLikeness)? {
        let sums = compared.map { $0.shared + $0.cosine }
        guard let best = sums.indices.max(by: { sums[$0] < sums[$1] }) else { return nil }
        let others = sums.indices.filter { compared[$0].label != compared[best].label }.map { sums[$0] }
        let likeness = AnswerLikeness(
            cosine: compared[best].cosine, shared: compared[best].shared, margin: sums[best] - (others.max() ?? 0))
        return (compared[best].label, likeness)
    }
}
