/// Finds messages that two places claim: examples of two intents, and ways to ask that lead to two answers.
struct OverlapCheck {
    private let written: WrittenExamples
    private let entries: [KnowledgeEntry]

    /// Of messages of so many words, one may differ.
    private static let fewestWords = 4
    /// Of fewer words another order may mean something else.
    private static let fewestInAnyOrder = 3

    /// `entries` are those that are answered.
    init(_ written: WrittenExamples, _ entries: [KnowledgeEntry]) {
        self.written = written
        self.entries = entries.filter { !$0.isPassage }
    }

    private var examples: [TrainingExample] { written.examples }

    var warnings: [BotWarning] { sharedExamples + collisions + sharedQuestions }
}

// MARK: - Examples of two intents

extension OverlapCheck {
    /// Examples that another intent has too, or nearly: unless the word that differs tells the two intents apart.
    private var sharedExamples: [BotWarning] {
        NearMessages(written.words, fewestWords: Self.fewestWords).pairs(where: isDoubtful).compactMap(warning)
    }

    private func isDoubtful(_ pair: NearMessages.Pair) -> Bool {
        let (first, second) = (examples[pair.earlier], examples[pair.later])
        guard first.intent != second.intent else { return false }
        if pair.isSame {
            return first.key == second.key || written.words[pair.later].hashes.count >= Self.fewestInAnyOrder
        }
        // What no intent covers differs from what one does by what is named: a word that may stand nowhere else.
        guard let intent = first.intent, let other = second.intent else { return false }
        if isSlip(pair) { return true }
        return !isTold(pair.earlierWord, intent, other) && !isTold(pair.laterWord, other, intent)
    }

    private func isTold(_ word: UInt64?, _ intent: String, _ other: String) -> Bool {
        word.map { written.isTold($0, of: intent, against: other) } ?? false
    }

    /// Whether the words that differ are one word, written in two ways.
    private func isSlip(_ pair: NearMessages.Pair) -> Bool {
        guard let earlier = pair.earlierWord, let later = pair.laterWord,
            written.telling.isUnique(earlier) || written.telling.isUnique(later)
        else { return false }
        let (first, second) = (
            written.text(of: earlier, in: pair.earlier), written.text(of: later, in: pair.later)
        )
        return min(first.count, second.count) >= Self.shortestSlip
            && Suggestion.distance(first, second) <= Self.mostSlips
    }

    /// In shorter words a slip makes another word.
    private static let shortestSlip = 5
    private static let mostSlips = 2

    private func warning(_ pair: NearMessages.Pair) -> BotWarning? {
        let (first, second) = (examples[pair.earlier], examples[pair.later])
        guard let place = first.location, let location = second.location else { return nil }
        let owner = first.intent.map { "'\($0)'" } ?? "what is out of scope"
        guard first.key != second.key else {
            // Of two intents' own files that is an error, which is told already.
            let isError = first.intent != nil && second.intent != nil && !location.isOfLines && !place.isOfLines
            return isError
                ? nil
                : BotWarning(
                    .duplicateExample, at: location, "this example also stands under \(owner), at \(place)",
                    mend: "Keep it where it fits better: one of the two labels is not learnt")
        }
        return BotWarning(
            .nearDuplicate, at: location, "\(owner) has nearly the same example at \(place)\(difference(of: pair))",
            mend: "Keep it where it fits better, or say what tells the two apart")
    }

    /// The words that differ, as they are compared.
    private func difference(of pair: NearMessages.Pair) -> String {
        let first = pair.earlierWord.map { written.text(of: $0, in: pair.earlier) }
        let second = pair.laterWord.map { written.text(of: $0, in: pair.later) }
        switch (first, second) {
        case (nil, nil): return ""
        case (let first?, let second?): return ", with '\(first)' for '\(second)'"
        case (let first?, nil): return ", with '\(first)' besides"
        case (nil, let second?): return ", without '\(second)'"
        }
    }
}

extension SourceLocation {
    /// Whether it is in JSON lines, which nobody edits by hand.
    fileprivate var isOfLines: Bool { file.hasSuffix(".jsonl") }
}

// MARK: - Ways to ask

extension OverlapCheck {
    /// A way to ask for an entry: its question or an alias.
    private struct Asked {
        let text: String
        let entry: KnowledgeEntry
        let isAlias: Bool
        var name: String { isAlias ? "the alias '\(text)'" : "the question" }
    }

    private var asked: [Asked] {
        entries.flatMap { entry in
            [Asked(text: entry.question, entry: entry, isAlias: false)]
                + entry.aliases.map { Asked(text: $0, entry: entry, isAlias: true) }
        }
    }

    /// What an entry is asked by and an intent is, too: the bot learns that it means the intent.
    private var collisions: [BotWarning] {
        var known: [MessageKey: TrainingExample] = [:]
        for example in examples where known[example.key] == nil { known[example.key] = example }
        return asked.compactMap { asked in
            guard let example = known[MessageKey(asked.text)], let place = example.location else { return nil }
            let owner = example.intent.map { "an example of '\($0)'" } ?? "an example of what is out of scope"
            return BotWarning(
                .knowledgeCollision, at: asked.entry.location, "\(asked.name) is also \(owner), at \(place)",
                mend: "Keep it with the one that answers it better")
        }
    }

    /// An alias that another entry is asked by as well: a customer gets the one or the other.
    private var sharedQuestions: [BotWarning] {
        struct Key: Hashable {
            let message: MessageKey
            let language: Language
        }
        var first: [Key: Asked] = [:]
        return asked.compactMap { asked in
            let key = Key(message: MessageKey(asked.text), language: asked.entry.language)
            guard let other = first[key] else {
                first[key] = asked
                return nil
            }
            // Of two questions that are the same, the knowledge tells.
            guard other.entry.key != asked.entry.key, asked.isAlias || other.isAlias else { return nil }
            return BotWarning(
                .sharedQuestion, at: asked.entry.location,
                "\(asked.name) also asks for the entry '\(other.entry.id)', at \(other.entry.location)",
                mend: "Keep it with the one that answers it better")
        }
    }
}
