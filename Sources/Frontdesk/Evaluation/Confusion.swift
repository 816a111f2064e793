/// Which intents are taken for which, on messages labelled with an intent.
package struct Confusion: Sendable, Encodable {
    /// One intent taken for another.
    package struct Pair: Sendable, Hashable, Codable {
        /// The label.
        package let intent: String
        package let predicted: String
        package let messages: Int
        /// Of these messages the one that the bot was surest of, and its place; none where it stands in no file.
        package let example: String
        package let location: SourceLocation?
    }

    /// Every intent that occurs as label or prediction, by name.
    package let intents: [String]
    /// How often the intent of the row was understood as that of the column.
    package let counts: [[Int]]
    /// What was confused, the most frequent first.
    package let pairs: [Pair]

    private enum CodingKeys: String, CodingKey {
        case intents, counts
    }

    /// A labelled message and what was understood.
    package struct Answer: Sendable {
        let truth: String
        let predicted: String
        let confidence: Double
        let text: String
        let location: SourceLocation?

        var isRight: Bool { truth == predicted }

        package init(
            truth: String, predicted: String, confidence: Double, text: String, location: SourceLocation?
        ) {
            self.truth = truth
            self.predicted = predicted
            self.confidence = confidence
            self.text = text
            self.location = location
        }
    }

    /// Counts answers.
    package init(_ answers: [Answer]) {
        let intents = Set(answers.flatMap { [$0.truth, $0.predicted] }).sorted()
        let places = Dictionary(uniqueKeysWithValues: intents.enumerated().map { ($1, $0) })
        var counts = [[Int]](repeating: [Int](repeating: 0, count: intents.count), count: intents.count)
        for answer in answers {
            guard let row = places[answer.truth], let column = places[answer.predicted] else { continue }
            counts[row][column] += 1
        }
        self.intents = intents
        self.counts = counts
        let wrong = answers.filter { !$0.isRight }
        pairs = Dictionary(grouping: wrong) { [$0.truth, $0.predicted] }.values.compactMap(Pair.init).sorted {
            (-$0.messages, $0.intent, $0.predicted) < (-$1.messages, $1.intent, $1.predicted)
        }
    }

    /// The matrix of the intents that are confused the most, at most `limit`; of all where there are few.
    package func mostConfused(limit: Int, few: Int = 12) -> (intents: [String], counts: [[Int]]) {
        var chosen: Set<String> = intents.count <= few ? Set(intents) : []
        for pair in pairs where chosen.union([pair.intent, pair.predicted]).count <= limit {
            chosen.formUnion([pair.intent, pair.predicted])
        }
        let places = intents.indices.filter { chosen.contains(intents[$0]) }
        return (places.map { intents[$0] }, places.map { row in places.map { counts[row][$0] } })
    }
}

extension Confusion.Pair {
    fileprivate init?(_ answers: [Confusion.Answer]) {
        guard let first = answers.first else { return nil }
        // The first of equals, so that the example does not depend on chance.
        let surest = answers.dropFirst().reduce(first) { $1.confidence > $0.confidence ? $1 : $0 }
        self.init(
            intent: first.truth, predicted: first.predicted, messages: answers.count, example: surest.text,
            location: surest.location)
    }
}

extension Confusion.Answer {
    /// The intent that stands first, empty where there is none.
    init(truth: String, _ ranking: Ranking, text: String, location: SourceLocation?) {
        let first = ranking.first
        self.init(
            truth: truth, predicted: first?.intent ?? "", confidence: first?.confidence ?? 0, text: text,
            location: location)
    }
}
