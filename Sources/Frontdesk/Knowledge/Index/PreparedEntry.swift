internal import Foundation
internal import Kernels

/// An entry with all that the index keeps of it, each text analysed once.
struct PreparedEntry: Sendable {
    let entry: KnowledgeEntry
    let hash: Data
    let terms: Data
    let answerLength: Int
    /// In the order of `KnowledgeEntry.texts`.
    let texts: [(position: Int, text: String, hash: Data)]
    /// What the words index holds: question, aliases, answer.
    let words: [String]
    /// What the n-gram index holds.
    let grams: String

    init(_ entry: KnowledgeEntry, hash: Data) {
        let question = TextAnalysis(entry.question)
        let aliases = entry.aliases.map { TextAnalysis($0) }
        let answer = TextAnalysis(entry.answer, withGrams: false)
        let entryTerms = EntryTerms(questions: [question] + aliases, answer: answer)
        self.entry = entry
        self.hash = hash
        terms = entryTerms.data
        answerLength = entryTerms.answer.length
        texts = entry.texts.map { ($0.position, $0.text, TextHash.of($0.text)) }
        words = [question.words, aliases.flatMap(\.words), answer.words].map { $0.joined(separator: " ") }
        grams = ([question] + aliases).flatMap(\.grams).joined(separator: " ")
    }

    /// Prepares entries on all processors.
    static func all(_ entries: ArraySlice<(entry: KnowledgeEntry, hash: Data)>) -> [PreparedEntry] {
        let starts = Array(stride(from: entries.startIndex, to: entries.endIndex, by: piece))
        return concurrentMap(starts.count) { index in
            entries[starts[index]..<min(starts[index] + piece, entries.endIndex)].map {
                PreparedEntry($0.entry, hash: $0.hash)
            }
        }.flatMap(\.self)
    }

    /// So many entries are a task of their own.
    private static let piece = 64
}
