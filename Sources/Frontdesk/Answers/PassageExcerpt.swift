/// An article's passage cut to what answers a message: whole sentences and lists, in their order, word for word.
///
/// A short passage is told whole. Of a longer one the sentence that scores highest is kept, and those that come near
/// it as long as the excerpt stays short; a sentence that leans on the one before brings it along, and a list comes
/// whole, with the line that introduces it. Where something was left out stands "…".
package struct PassageExcerpt {
    /// A passage of so many sentences, or of so many columns, is told whole; so wide an excerpt may grow.
    static let wholeSentences = 3
    static let wholeColumns = 400
    /// So near to the highest score another sentence must come to be kept.
    private static let share = 0.6
    /// More of the passage than this is told whole: a gap would save nothing.
    private static let almostAll = 0.85
    private static let ellipsis = "…"

    let passage: String
    package let sentences: [Substring]
    /// Sentences that are kept or left out together: one, or a list with its introduction.
    private let groups: [Range<Int>]

    package init(_ passage: String) {
        self.passage = passage
        sentences = Sentences.of(passage)
        groups = Self.groups(of: sentences, in: passage)
    }

    /// Whether the passage is told as it is, whatever was asked.
    package var isShort: Bool {
        sentences.count <= Self.wholeSentences || Self.columns(passage) <= Self.wholeColumns || groups.count < 2
    }

    /// What answers the message for which each sentence has a score.
    package func text(_ scores: [Double]) -> String {
        precondition(scores.count == sentences.count)
        if isShort { return passage }
        let kept = kept(scores)
        let width = kept.reduce(0) { $0 + columns(groups[$1]) }
        return Double(width) >= Self.almostAll * Double(Self.columns(passage)) ? passage : joined(kept)
    }

    /// The groups to keep, in their order.
    private func kept(_ scores: [Double]) -> [Int] {
        let best = groups.map { group in group.map { scores[$0] }.max() ?? 0 }
        let ranked = groups.indices.sorted { (best[$0], $1) > (best[$1], $0) }
        var kept: Set<Int> = []
        for group in ranked where kept.isEmpty || best[group] >= Self.share * best[ranked[0]] {
            let wider = kept.union(withWhatItLeansOn(group))
            let width = wider.reduce(0) { $0 + columns(groups[$1]) }
            if kept.isEmpty || width <= Self.wholeColumns { kept = wider }
        }
        return kept.sorted()
    }

    /// A group, and those before it without which it is not understood.
    private func withWhatItLeansOn(_ group: Int) -> Set<Int> {
        var first = group
        while first > 0, LeaningSentence.leans(sentences[groups[first].lowerBound]) { first -= 1 }
        return Set(first...group)
    }

    private func joined(_ kept: [Int]) -> String {
        var text = ""
        if let first = kept.first, first > 0 { text = Self.ellipsis + (isList(first) ? "\n" : " ") }
        for (place, group) in kept.enumerated() {
            if place > 0 {
                text += kept[place - 1] == group - 1 ? between(group - 1, group) : gap(before: group)
            }
            text += passage[start(group)..<end(group)]
        }
        guard let last = kept.last, last < groups.count - 1 else { return text }
        return text + (isList(last) ? "\n" : " ") + Self.ellipsis
    }

    /// What the passage itself has between two neighbours.
    private func between(_ first: Int, _ second: Int) -> String { String(passage[end(first)..<start(second)]) }

    private func gap(before group: Int) -> String {
        isList(group) ? "\n\(Self.ellipsis)\n" : " \(Self.ellipsis) "
    }

    private func isList(_ group: Int) -> Bool { groups[group].count > 1 }
    private func start(_ group: Int) -> String.Index { sentences[groups[group].lowerBound].startIndex }
    private func end(_ group: Int) -> String.Index { sentences[groups[group].upperBound - 1].endIndex }
    private func columns(_ group: Range<Int>) -> Int { group.reduce(0) { $0 + Self.columns(sentences[$1]) } }

    /// The width of a text, an ideograph counting as two.
    private static func columns(_ text: some StringProtocol) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) }
    }
}

extension PassageExcerpt {
    /// Each sentence alone, but for lists, tables and code: these with the line before them.
    private static func groups(of sentences: [Substring], in passage: String) -> [Range<Int>] {
        var groups: [Range<Int>] = []
        var isInList = false
        for (index, sentence) in sentences.enumerated() {
            let isOnNewLine =
                index == 0 || passage[sentences[index - 1].endIndex..<sentence.startIndex].contains(where: \.isNewline)
            let belongs = isOnNewLine ? beginsItem(sentence) : isInList
            if belongs, let last = groups.last {
                groups[groups.count - 1] = last.lowerBound..<index + 1
            } else {
                groups.append(index..<index + 1)
            }
            isInList = belongs
        }
        return groups
    }

    /// An item of a list, a row of a table, or a block of code.
    private static func beginsItem(_ sentence: Substring) -> Bool {
        sentence.beginsItemOrRow || sentence.hasPrefix("```") || sentence.hasPrefix("~~~")
    }

    /// How much speaks for each sentence as part of the answer: its embedding's cosine with the message, nil where it was
    /// not embedded, and the share of the message's words that it holds.
    ///
    /// All sentences of a passage are near to a message about its topic: what they have in common tells none of them
    /// from the others. The base model reads English: of Chinese the words say more.
    package static func scores(cosines: [Double?], words: [Double], _ language: Language) -> [Double] {
        guard language != .chinese else { return zip(cosines, words).map { 0.2 * max(0, $0 ?? 0) + $1 } }
        let known = cosines.compactMap(\.self)
        let common = topicShare * known.reduce(0, +) / Double(max(1, known.count))
        return zip(cosines, words).map { max(0, ($0 ?? 0) - common) + 0.25 * $1 }
    }

    /// So much of the mean cosine is put down to the topic.
    private static let topicShare = 0.75
}

/// Sentences that mean little without the one before: "It comes pre-seasoned", "这样就不会生锈".
package enum LeaningSentence {
    /// Whether a sentence begins as one does that goes on from another.
    package static func leans(_ sentence: Substring) -> Bool {
        let start = sentence.drop { $0.isPunctuation || $0.isSymbol || $0.isWhitespace }
        if let first = start.unicodeScalars.first, first.properties.isIdeographic {
            return chineseStarts.contains { start.hasPrefix($0) }
        }
        return englishStarts.contains(start.prefix { $0.isLetter }.lowercased())
    }

    private static let englishStarts: Set<String> = [
        "it", "its", "this", "that", "these", "those", "they", "them", "their", "he", "she", "both", "neither",
        "otherwise", "then", "but", "however", "so", "therefore", "instead", "afterwards", "also", "such", "either",
    ]
    private static let chineseStarts = [
        "它", "这", "此", "其", "那", "该", "他", "她", "两者", "否则", "不然", "但", "不过", "因此", "所以", "然后", "之后", "随后",
        "另外", "同时", "而", "如果还", "再",
    ]
}
