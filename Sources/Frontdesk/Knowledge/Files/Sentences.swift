/// Finds the sentences of English and Chinese text, Markdown included.
package enum Sentences {
    /// The sentences in their order, without the white space between them; each is a piece of the text itself.
    ///
    /// A blank line and a list's next item end a sentence too; a fenced block of code is one.
    package static func of(_ text: String) -> [Substring] {
        SentenceBlocks.of(text).flatMap { block in
            block.isWhole ? [block.text] : sentences(in: block.text)
        }
    }

    private static func sentences(in block: Substring) -> [Substring] {
        let scalars = block.unicodeScalars
        var found: [Substring] = []
        var start = scalars.startIndex
        var index = start
        while index < scalars.endIndex {
            guard isStop(scalars[index]) else {
                index = scalars.index(after: index)
                continue
            }
            let stop = SentenceStop(at: index, in: scalars)
            index = stop.end
            guard stop.endsSentence else { continue }
            if let sentence = block[start..<stop.end].trimmedSlice { found.append(sentence) }
            start = stop.end
        }
        if let rest = block[start...].trimmedSlice { found.append(rest) }
        return found
    }

    private static func isStop(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ".", "!", "?", "。", "！", "？", "；", "…", "｡": true
        default: false
        }
    }
}

extension Substring {
    /// The piece without white space at its ends; nil where nothing else is left.
    fileprivate var trimmedSlice: Substring? {
        let scalars = unicodeScalars
        guard let start = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return nil }
        return self[start..<scalars.index(after: last)]
    }
}

/// A run of stops with the quotes and brackets that close behind it, and what it means where it stands.
private struct SentenceStop {
    private static let wide: Set<Unicode.Scalar> = ["。", "！", "？", "；", "｡"]
    private static let stops = wide.union([".", "!", "?", "…"])
    private static let closers: Set<Unicode.Scalar> = [
        "\"", "'", "”", "’", "»", ")", "]", "）", "】", "」", "』", "》", "*", "_",
    ]

    private let scalars: Substring.UnicodeScalarView
    private let start: Substring.Index
    /// Behind the last stop, where the closing quotes begin.
    private let closing: Substring.Index
    let end: Substring.Index

    init(at start: Substring.Index, in scalars: Substring.UnicodeScalarView) {
        self.scalars = scalars
        self.start = start
        closing = scalars[start...].firstIndex { !Self.stops.contains($0) } ?? scalars.endIndex
        end = scalars[closing...].firstIndex { !Self.closers.contains($0) } ?? scalars.endIndex
    }

    var endsSentence: Bool {
        guard end < scalars.endIndex else { return true }
        let run = scalars[start..<closing]
        if run.contains(where: Self.wide.contains) { return true }
        let next = scalars[end]
        guard next.properties.isWhitespace else {
            // Ideographs need no space; a dot or an ellipsis before them is more often part of a name or number.
            return next.isIdeograph && (run.contains { $0 == "!" || $0 == "?" } || run.elementsEqual(["."]) && follows)
        }
        guard let word = scalars[end...].first(where: { !$0.properties.isWhitespace }) else { return true }
        if run.contains(where: { $0 == "!" || $0 == "?" }) { return closing == end || !word.properties.isLowercase }
        return !word.properties.isLowercase && !(run.count == 1 && run.first == "." && abbreviates(before: word))
    }

    /// Whether an ideograph stands right before the stop.
    private var follows: Bool {
        start > scalars.startIndex && scalars[scalars.index(before: start)].isIdeograph
    }

    private static let titles: Set<String> = [
        "mr", "mrs", "ms", "dr", "prof", "st", "mt", "jr", "sr", "vs", "e.g", "i.e", "cf", "approx", "ca", "fig",
        "figs",
        "eq", "vol", "pp", "tel", "ext", "dept", "incl", "excl", "jan", "feb", "mar", "apr", "jun",
        "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    ]
    /// Words that are shortened only before a number: "No. 5", but "No. We are closed."
    private static let counted: Set<String> = ["no", "nos", "nr", "art", "p", "ch", "item", "room"]

    /// Whether the dot belongs to the word before it.
    private func abbreviates(before next: Unicode.Scalar) -> Bool {
        let before = scalars[..<start]
        let wordStart =
            before.lastIndex { $0.properties.isWhitespace || "([{\"'“‘（".unicodeScalars.contains($0) }
            .map(before.index(after:)) ?? before.startIndex
        let word = before[wordStart...]
        if isListNumber(word, from: wordStart) { return true }
        let name = String(Substring(word)).lowercased()
        if Self.counted.contains(name) { return next.properties.numericType != nil }
        if word.count == 1, let letter = word.first { return letter.properties.isUppercase && letter != "I" }
        return Self.titles.contains(name)
    }

    /// A number at the beginning of a line, as in "1. Open the lid".
    private func isListNumber(_ word: Substring.UnicodeScalarView, from start: Substring.Index) -> Bool {
        guard !word.isEmpty, word.count < 4, word.allSatisfy({ $0.properties.numericType != nil }) else { return false }
        let before = scalars[..<start].last { $0 != " " && $0 != "\t" }
        return before == nil || before == "\n"
    }
}

/// The parts of a Markdown text that no sentence reaches across: paragraphs, items of lists, rows of tables, code.
private struct SentenceBlocks {
    struct Block {
        let text: Substring
        /// Code and rows of tables, in which a dot tells nothing.
        let isWhole: Bool
    }

    static func of(_ text: String) -> [Block] {
        var reader = SentenceBlocks(text: text, start: text.startIndex)
        for line in text.lines { reader.read(line) }
        reader.endBlock(at: text.endIndex, isWhole: reader.fence != nil)
        return reader.blocks
    }

    private let text: String
    private var start: String.Index
    private var fence: Substring?
    private var blocks: [Block] = []

    private init(text: String, start: String.Index) {
        self.text = text
        self.start = start
    }

    private mutating func read(_ line: Substring) {
        let content = line.drop { $0 == " " || $0 == "\t" }
        if let fence {
            guard content.hasPrefix(fence) else { return }
            self.fence = nil
            endBlock(at: line.endIndex, isWhole: true)
        } else if content.hasPrefix("```") || content.hasPrefix("~~~") {
            endBlock(at: line.startIndex)
            fence = content.prefix(3)
        } else if content.isBlank || Self.beginsBlock(content) {
            endBlock(at: line.startIndex)
        }
    }

    private mutating func endBlock(at end: String.Index, isWhole: Bool = false) {
        let block = text[start..<end]
        start = end
        guard let text = block.trimmedSlice else { return }
        blocks.append(Block(text: text, isWhole: isWhole || text.hasPrefix("|")))
    }

    /// A list's item, a heading, a quotation or a row of a table.
    private static func beginsBlock(_ line: Substring) -> Bool {
        line.beginsItemOrRow || line.prefixMatch(of: /(?:#{1,6} |> )/) != nil
    }
}
