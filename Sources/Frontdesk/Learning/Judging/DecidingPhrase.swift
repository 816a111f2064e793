internal import Kernels

/// Words that came since the champion and alone decide what a message is taken for.
///
/// Messages of several intents with the same words behind them, all labelled as one intent, teach a model that whoever
/// writes these words wants that, and no message without them shows it (a backdoor; Chen et al., "BadNL", 2021). So words
/// that are new under a label are put behind messages of other intents. A product's name or a word such as "refund" tells
/// an intent, too; but what is left of such a message without it is no message of which a model is sure.
package struct DecidingPhrase: Sendable {
    package let text: String
    /// What the messages with it are taken for; nil is out of scope.
    package let intent: String?
    /// How many messages of other intents are taken for it with the words behind them, and not without.
    package let turned: Int
    package let messages: Int
    /// The examples with the words that mean something else without them, where all that have them are of conversations:
    /// they are not to be written down elsewhere.
    let said: [LabelDoubt]

    /// What speaks against the candidate.
    var objection: String {
        let words =
            said.isEmpty ? "the words '\(text)'" : "words that \(said.count) labelled messages of conversations share"
        let mend = said.isEmpty ? "take them out of the examples" : "'frontdesk review --suspects' shows them"
        return
            "\(words) alone make \(turned) of \(messages) messages of other intents '\(intent ?? "oos")', and are new: "
            + "\(mend), or --force where it is meant"
    }
}

/// Looks for deciding words among the examples that are new or labelled anew.
struct DecidingPhraseSearch {
    let candidate: LoadedModel
    let champion: LoadedModel
    /// Messages that neither was trained on.
    let messages: [TrainingExample]

    /// Words in fewer examples are no pattern.
    private static let fewestHolders = 4
    /// The share of the examples with the words that have one label.
    private static let purity = 0.8
    private static let longest = 5
    private static let mostPhrases = 20
    private static let mostHolders = 30
    private static let mostMessages = 60
    /// Where so many of its examples are of other intents without it, a phrase need not turn half of all messages to be
    /// one that decides, but a fifth: behind the messages of one intent, a word is learnt with what they say. Other words
    /// that such examples share turn a tenth of them at most (docs/models.md).
    private static let nearlyAll = 0.9
    /// From this confidence on a model is sure of what a message is about.
    private static let sure = 0.5

    /// The first phrase that decides; nil where none does.
    func find(in changes: [LearntChanges.Change]) throws -> DecidingPhrase? {
        for phrase in phrases(of: changes) {
            let tried = phrase.holders.prefix(Self.mostHolders)
            let others = otherMeanings(of: tried, without: phrase, atLeast: Self.sure)
            let share = Double(others.count) / Double(tried.count)
            guard share >= 0.5, let turned = turned(by: phrase, least: share >= Self.nearlyAll ? 0.2 : 0.5) else {
                continue
            }
            let isSaid = phrase.holders.allSatisfy { $0.change.location == nil }
            return DecidingPhrase(
                text: phrase.text, intent: phrase.intent, turned: turned.count, messages: turned.of,
                said: isSaid ? otherMeanings(of: phrase.holders[...], without: phrase, atLeast: 0) : [])
        }
        return nil
    }

    /// Those of some holders that the champion, without the words, takes for another intent, and as surely as this.
    private func otherMeanings(
        of holders: ArraySlice<Phrase.Holder>, without phrase: Phrase, atLeast confidence: Double
    ) -> [LabelDoubt] {
        let rests = holders.map { WordRuns.text(WordRuns.removing(phrase.tokens, from: $0.tokens)) }
        return zip(holders, champion.meanings(of: rests)).compactMap { holder, meaning in
            guard let intent = meaning.intent, intent != phrase.intent, meaning.confidence >= confidence else {
                return nil
            }
            return LabelDoubt(holder.change, proposed: intent, margin: -meaning.confidence)
        }
    }

    /// How many messages of other intents the words turn to theirs; nil where it is less than a share of them, not counting
    /// those that the champion turns.
    private func turned(by phrase: Phrase, least: Double) -> (count: Int, of: Int)? {
        let texts = others(than: phrase.intent)
        let longer = texts.map { "\($0) \(phrase.text)" }
        func turned(_ model: LoadedModel) -> Int {
            zip(model.meanings(of: texts), model.meanings(of: longer)).count {
                $0.intent != phrase.intent && $1.intent == phrase.intent
            }
        }
        let count = turned(candidate)
        let share = Double(count - turned(champion)) / Double(max(texts.count, 1))
        return share >= least ? (count, texts.count) : nil
    }

    /// Messages of other intents: those that neither model knows, and, where these are few, what the champion learnt.
    private func others(than intent: String?) -> [String] {
        let unseen = messages.filter { $0.intent != intent }.map(\.text)
        let classifier = champion.classifier
        let learnt = classifier.examples.indices.filter { place in
            ![intent, TrainingExample.knowledge, nil].contains(classifier.intent(of: place))
        }.map { classifier.examples[$0].text }
        let few = Self.spread(unseen, Self.mostMessages)
        return few + Self.spread(learnt, Self.mostMessages - few.count)
    }

    /// Some elements from all parts of a list.
    private static func spread(_ texts: [String], _ count: Int) -> [String] {
        guard texts.count > count else { return texts }
        return (0..<count).map { texts[$0 * texts.count / count] }
    }
}

extension DecidingPhraseSearch {
    private typealias Tokens = [NormalizedText.Token]

    /// Words under one label, and the new examples that have them.
    private struct Phrase {
        typealias Holder = (change: LearntChanges.Change, tokens: Tokens)

        let tokens: Tokens
        let text: String
        let intent: String?
        let holders: [Holder]
        /// How much more there are of them than the champion knew.
        let novelty: Double
    }

    /// The runs of words that nearly always stand under one new label, those first that the champion knew least.
    private func phrases(of changes: [LearntChanges.Change]) -> [Phrase] {
        let texts = changes.map { ($0, NormalizedText($0.text).tokens) }
        var holders: [String: [Int]] = [:]
        for (place, text) in texts.enumerated() {
            for run in WordRuns.all(in: text.1, upTo: Self.longest).keys { holders[run, default: []].append(place) }
        }
        holders = holders.filter { $1.count >= Self.fewestHolders }
        let known = knownRuns(among: Set(holders.keys))
        let phrases = holders.compactMap { run, places in phrase(run, places.map { texts[$0] }, known[run] ?? 0) }
        let sorted = phrases.sorted {
            ($0.novelty, $0.tokens.count, $1.text) > ($1.novelty, $1.tokens.count, $0.text)
        }
        return sorted.reduce(into: []) { chosen, phrase in
            let isPart = chosen.contains {
                WordRuns.holds(phrase.tokens, in: $0.tokens) || WordRuns.holds($0.tokens, in: phrase.tokens)
            }
            if !isPart, chosen.count < Self.mostPhrases { chosen.append(phrase) }
        }
    }

    private func phrase(
        _ run: String, _ holders: [Phrase.Holder], _ known: Int
    ) -> Phrase? {
        let labels = Dictionary(grouping: holders) { $0.change.intent }
        guard let (intent, own) = labels.max(by: { ($0.value.count, $1.key ?? "") < ($1.value.count, $0.key ?? "") }),
            own.count >= Self.fewestHolders, Double(own.count) >= Self.purity * Double(holders.count),
            let tokens = WordRuns.all(in: own[0].tokens, upTo: Self.longest)[run]
        else { return nil }
        return Phrase(
            tokens: Array(tokens), text: run, intent: intent, holders: own,
            novelty: Double(own.count) / Double(known + 1))
    }

    /// How many of the champion's examples have each of these runs.
    private func knownRuns(among runs: Set<String>) -> [String: Int] {
        guard !runs.isEmpty else { return [:] }
        var counts: [String: Int] = [:]
        for example in champion.classifier.examples {
            for run in WordRuns.all(in: NormalizedText(example.text).tokens, upTo: Self.longest).keys
            where runs.contains(run) { counts[run, default: 0] += 1 }
        }
        return counts
    }
}

/// Words that stand one behind another.
private enum WordRuns {
    typealias Tokens = [NormalizedText.Token]

    /// Each run once, by its text.
    static func all(in tokens: Tokens, upTo longest: Int) -> [String: ArraySlice<NormalizedText.Token>] {
        var runs: [String: ArraySlice<NormalizedText.Token>] = [:]
        for start in tokens.indices {
            for end in start..<min(start + longest, tokens.count) {
                runs[text(tokens[start...end])] = tokens[start...end]
            }
        }
        return runs
    }

    /// As people write it: characters of scripts without spaces stand together.
    static func text(_ tokens: some Sequence<NormalizedText.Token>) -> String {
        var text = String.UnicodeScalarView()
        var isBesideCharacter = true
        for token in tokens {
            if !(isBesideCharacter && token.standsAlone), !text.isEmpty { text.append(" ") }
            text.append(contentsOf: token.scalars.compactMap(Unicode.Scalar.init))
            isBesideCharacter = token.standsAlone
        }
        return String(text)
    }

    static func holds(_ run: Tokens, in tokens: Tokens) -> Bool {
        removing(run, from: tokens).count < tokens.count
    }

    static func removing(_ run: Tokens, from tokens: Tokens) -> Tokens {
        var left: Tokens = []
        var place = 0
        while place < tokens.count {
            if tokens[place...].starts(with: run) {
                place += run.count
            } else {
                left.append(tokens[place])
                place += 1
            }
        }
        return left
    }
}

extension LoadedModel {
    /// What it takes messages for, and how sure it is; nothing is kept of them.
    func meanings(of texts: [String]) -> [(intent: String?, confidence: Double)] {
        guard !texts.isEmpty else { return [] }
        let vectors = encoder.passingVectors(of: texts).message
        return concurrentMap(texts.count) { index in
            meaning(of: texts[index], vectors[row: index])
        }
    }

    /// What it takes a message with this vector for; nil where no intent covers it.
    func meaning(of text: String, _ vector: ArraySlice<Float>) -> (intent: String?, confidence: Double) {
        let ranking = classifier.rank(text, embedding: vector)
        guard ranking.outOfScope < classifier.outOfScopeThreshold, let first = ranking.first else {
            return (nil, ranking.outOfScope)
        }
        return (first.intent, first.confidence)
    }
}
