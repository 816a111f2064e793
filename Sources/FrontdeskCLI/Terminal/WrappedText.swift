/// Text broken into lines at spaces, and between Chinese characters, which have none.
package enum WrappedText {
    /// The lines of a text, each at most `limit` columns wide unless one word alone is wider.
    package static func lines(_ text: String, limit: Int) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
            DisplayWidth.of(paragraph) <= limit ? [String(paragraph)] : broken(paragraph, limit)
        }
    }

    private static func broken(_ paragraph: Substring, _ limit: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var width = 0
        for piece in pieces(of: paragraph) {
            let pieceWidth = DisplayWidth.of(piece)
            if width > 0, width + DisplayWidth.of(trimmed(piece)) > limit {
                lines.append(trimmed(line[...]))
                line = ""
                width = 0
            }
            line += piece
            width += pieceWidth
        }
        if !line.isEmpty { lines.append(trimmed(line[...])) }
        return lines
    }

    /// Words with the spaces after them; each wide character is a word of its own, with the punctuation that follows.
    private static func pieces(of text: Substring) -> [Substring] {
        var pieces: [Substring] = []
        var start = text.startIndex
        var index = start
        while index < text.endIndex {
            let next = text.index(after: index)
            if next == text.endIndex || breaks(between: text[index], and: text[next]) {
                pieces.append(text[start..<next])
                start = next
            }
            index = next
        }
        return pieces
    }

    private static func breaks(between first: Character, and second: Character) -> Bool {
        if second == " " || closing.contains(second) { return false }
        if first == " " { return true }
        if opening.contains(first) { return false }
        return DisplayWidth.of(first) == 2 || DisplayWidth.of(second) == 2
    }

    private static let closing: Set<Character> = Set("，。！？；：、）】》”’…,.!?;:)]%")
    private static let opening: Set<Character> = Set("（【《“‘([#¥€£$")

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
