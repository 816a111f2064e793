internal import Kernels

/// What stands in `intents/` as examples, with their words, and what the words tell of intents.
package struct WrittenExamples: Sendable {
    package let examples: [TrainingExample]
    let words: [MessageWords]
    let telling: TellingWords

    package init(_ examples: [TrainingExample]) {
        let words = concurrentMap(of: examples.map(\.text)) { MessageWords($0) }
        self.examples = examples
        self.words = words
        telling = TellingWords(
            examples.indices.compactMap { place in examples[place].intent.map { ($0, words[place]) } })
    }

    /// Whether a word of an example explains that it is of its intent and not of another's; one that stands nowhere else
    /// may.
    func isTold(_ word: UInt64, of intent: String, against other: String) -> Bool {
        telling.isUnique(word) || telling.tells(word, intent, from: other)
    }

    /// A word as it is compared.
    func text(of word: UInt64, in example: Int) -> String {
        MessageWords.words(of: examples[example].text).first { MessageWords.hash($0) == word } ?? ""
    }
}
