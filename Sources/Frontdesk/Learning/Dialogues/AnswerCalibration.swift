package import Kernels

/// How far a match of a reply with an answer can be trusted: the share of such matches that are right.
package struct AnswerCalibration: Sendable {
    /// Of cosine, shared words and margin; the last is the intercept.
    let weights: [Double]

    /// Chosen by hand, and not fitted yet: where it begins, and stays where a bot has no wordings to fit it to.
    package static let usual = AnswerCalibration(weights: [6, 4, 6, -7])

    /// How far the bot's own wordings may move the usual weights.
    private static let penalty = 1.0
    /// So many wordings tell enough.
    private static let mostWordings = 400

    init(weights: [Double]) {
        self.weights = weights
    }

    /// Fitted to matches that are known to be right or not, near the usual weights.
    package init(_ cases: [(likeness: AnswerLikeness, isRight: Bool)]) {
        let choices = cases.map { one in
            let features = one.likeness.features + [1]
            return LogisticFit.Choice(
                options: [features, features.map { _ in 0 }], right: one.isRight ? 0 : 1, weight: 1)
        }
        weights = LogisticFit.choices(choices, prior: Self.usual.weights, penalty: Self.penalty)
    }

    /// The probability that the reply says the answer that it is most like.
    package func probability(_ likeness: AnswerLikeness) -> Double {
        LogisticFit.sigmoid(LogisticFit.dot(weights, likeness.features + [1]))
    }
}

extension AnswerCalibration {
    /// Fitted to a bot's own answers: each wording that is one of several is matched as if an agent had written it.
    ///
    /// Once with the others, and once more where its label has no other, so that whatever it is like is wrong.
    package init(_ matcher: AnswerMatcher, embed: ([String]) throws -> Matrix) throws {
        let targets = matcher.targets
        let places = Dictionary(grouping: targets.indices) { targets[$0].label }
        let several = targets.indices.filter { place in
            places[targets[place].label, default: []].contains {
                $0 != place && targets[$0].language == targets[place].language
            }
        }.prefix(Self.mostWordings)
        let right = several.map { (text: targets[$0].text, without: Set([$0])) }
        let wrong = several.map { (text: targets[$0].text, without: Set(places[targets[$0].label] ?? [])) }
        let matches = try matcher.matches(of: right + wrong, embed: embed)
        let labels = several.map { Optional(targets[$0].label) } + several.map { _ in nil }
        self.init(
            zip(matches, labels).compactMap { match, label in
                match.map { ($0.likeness, isRight: $0.label == label) }
            })
    }
}
