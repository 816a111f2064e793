/// What speaks for a label that nobody gave, and what against it: sources that do not know of each other.
package struct LabelEvidence: Sendable, Hashable {
    /// Where a label comes from.
    package enum Source: String, Sendable, Codable, CaseIterable {
        /// The customer called the bot's reply good.
        case rated
        /// An agent gave the answer that the label leads to.
        case agent
        /// Another bot did, or this one: what it took the message for is a guess.
        case bot
        /// The bot's own examples next to the message have the label.
        case examples
    }

    /// Each source's probability that the label is right.
    package var support: [Source: Double] = [:]
    /// The probabilities of other labels, each by its own source.
    package var objections: [Double] = []
    /// Whether the customer asked the same again, or for a person: the answer was none.
    package var isDoubted = false

    package init() {}

    /// A good rating is right nine times in ten: assumed, since no log tells it.
    static let rated = 0.9
    /// A bot's answer tells half as much as an agent's: assumed, too.
    static let trustInBots = 0.5
    private static let doubt = 0.5

    /// Takes in what a source says; of one source the surest counts.
    package mutating func add(_ source: Source, _ probability: Double) {
        support[source] = max(support[source] ?? 0, probability)
    }

    /// The probability that the label is right: noisy-or of what speaks for it (Pearl, 1988).
    ///
    /// What speaks for another, if it is likelier than not, lowers the odds by its own. Factors are sorted: a product's
    /// last digits hang on their order, and that of a dictionary is another in each run.
    package var weight: Double {
        let missing = support.values.sorted().reduce(1) { $0 * (1 - min(max($1, 0), Self.most)) }
        var odds = (1 - missing) / missing
        for objection in objections.sorted() where objection > 0.5 {
            let other = min(objection, Self.most)
            odds *= (1 - other) / other
        }
        let weight = odds / (1 + odds)
        return isDoubted ? weight * Self.doubt : weight
    }

    /// No source is surer.
    private static let most = 0.999
}
