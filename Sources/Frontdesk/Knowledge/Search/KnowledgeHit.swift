/// An entry that search found, and why.
package struct KnowledgeHit: Sendable {
    /// The entry in the language asked for where it has one, else in the one that matched.
    package let entry: KnowledgeEntry
    /// The question or alias that is nearest to the query, and its language.
    package let matchedText: String
    package let matchedLanguage: Language
    package let features: KnowledgeFeatures
    /// What each part of the features counts in the score.
    let weights: [Double]
    /// The evidence weighed together, for ranking.
    package let score: Double
    /// The score's distance from the best hit of another question.
    package let margin: Double
    /// The probability that this is the right entry for the query.
    package let confidence: Double

    /// One part of a score.
    package struct Part: Sendable, Hashable {
        package let name: String
        package let value: Double
        package let weight: Double

        /// What the part adds to the score.
        package var contribution: Double { value * weight }
    }

    /// Each part of the score, in the order of the features.
    package var parts: [Part] {
        zip(zip(KnowledgeFeatures.names, features.values), weights).map {
            Part(name: $0.0, value: $0.1, weight: $1)
        }
    }

    /// Each part of the score in one line, for people.
    package var explanation: String {
        let parts = parts.map { "\($0.name) \(Self.rounded($0.value))" }
        let sums = ["score \(Self.rounded(score))", "margin \(Self.rounded(margin))"]
        return "matched \"\(matchedText)\"; " + (parts + sums).joined(separator: ", ")
    }

    private static func rounded(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let digits = String(hundredths.magnitude)
        let padded = String(repeating: "0", count: max(0, 3 - digits.count)) + digits
        return (hundredths < 0 ? "-" : "") + padded.dropLast(2) + "." + padded.suffix(2)
    }
}
