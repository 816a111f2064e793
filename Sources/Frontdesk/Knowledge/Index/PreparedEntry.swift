internal import Foundation
internal import Kernels

/// An entry with all that the index keeps of it, each text analysed once.
struct PreparedEntry: Sendable {
    let entry: KnowledgeEntry
    /// Whether an old version stands in the index.
    let isReplacing: Bool
    let hash: Data
    let terms: Data
    let answerLength: Int
    /// Tells questions that ask the same (QuestionKey).
    let questionKey: Int64
    /// By ascending position, as the store keeps them: what is written at a table's end is written fastest.
    let texts: [(position: Int, text: String, hash: Data)]
    /// What the words index holds: question, aliases, answer.
    let words: [String]
    /// What the n-gram index holds.
    let grams: String

    init(_ missing: IndexUpdate.Missing) {
        let entry = missing.entry
        let question = TextAnalysis(entry.question)
        let aliases = entry.aliases.map { TextAnalysis($0) }
        let answer = TextAnalysis(entry.answer, withGrams: false)
        let entryTerms = EntryTerms(questions: [question] + aliases, answer: answer)
        self.entry = entry
        hash = missing.hash
        isReplacing = missing.isReplacing
        terms = entryTerms.data
        answerLength = entryTerms.answer.length
        questionKey = QuestionKey(entry.question).stored
        texts = entry.texts.sorted { $0.position < $1.position }.map { ($0.position, $0.text, TextHash.of($0.text)) }
        words = [[question], aliases, [answer]].map { TermList.joined($0.map(\.wordTerms)) }
        grams = TermList.joined(([question] + aliases).map(\.gramTerms))
    }

    /// Prepares entries on all processors.
    static func all(_ entries: ArraySlice<IndexUpdate.Missing>) -> [PreparedEntry] {
        concurrentMap(of: entries) { PreparedEntry($0) }
    }
}
