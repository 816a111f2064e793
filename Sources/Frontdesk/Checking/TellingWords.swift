/// Knows which words tell two intents apart, by the examples that they stand in.
struct TellingWords: Sendable {
    /// How many examples of each intent a word stands in.
    private var counts: [UInt64: [String: Int]] = [:]
    private var sizes: [String: Int] = [:]

    /// So much more often must a word stand in one intent than in the other.
    private static let ratio = 3.0
    /// Apart from the example in question, a word must stand in so many.
    private static let fewest = 2

    init(_ examples: [(intent: String, words: MessageWords)]) {
        for example in examples {
            sizes[example.intent, default: 0] += 1
            for word in Set(example.words.hashes) { counts[word, default: [:]][example.intent, default: 0] += 1 }
        }
    }

    /// Whether a word of an example says that it is of its intent, and not of another.
    func tells(_ word: UInt64, _ intent: String, from other: String) -> Bool {
        if Self.negations.contains(word) { return true }
        let own = (counts[word]?[intent] ?? 0) - 1
        let others = counts[word]?[other] ?? 0
        guard own >= Self.fewest else { return false }
        let (size, otherSize) = (Double(sizes[intent] ?? 1), Double(sizes[other] ?? 1))
        return Double(own) / size >= Self.ratio * Double(others) / otherSize
    }

    /// Whether a word stands in no other example: what it tells is not known.
    func isUnique(_ word: UInt64) -> Bool {
        (counts[word] ?? [:]).values.reduce(0, +) == 1
    }

    /// Words that turn a sentence into its opposite.
    private static let negations = Set(
        [
            "not", "no", "never", "dont", "cant", "cannot", "wont", "isnt", "doesnt", "didnt", "without", "不", "没",
            "无", "别", "未",
        ].map { MessageWords.hash(Stemmer.stem($0)) })
}
