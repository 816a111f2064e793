/// Cuts long text at its sentences into passages that an answer can hold.
package enum Passages {
    /// About 200 words or 400 Han characters, of which two tell as much as a word.
    private static let limit = 400

    /// Whether a text is more than one passage should hold.
    static func isLong(_ text: String) -> Bool { size(text[...]) > limit }

    /// The text in passages of much the same length, each beginning with the last sentence of the one before.
    ///
    /// Text that is not long stays whole, and so does a single sentence however long; one of more than a quarter of a
    /// passage is not said twice.
    package static func cut(_ text: String) -> [Substring] {
        let sentences = Sentences.of(text).map { (text: $0, size: Self.size($0)) }
        let total = sentences.reduce(0) { $0 + $1.size }
        guard total > limit else { return [text[...]] }
        let target = total / ((total + limit - 1) / limit)
        var passages: [Substring] = []
        var start = 0
        var size = 0
        for (index, sentence) in sentences.enumerated() {
            if size > 0, size + sentence.size > limit || size + sentence.size / 2 > target {
                passages.append(joined(sentences, start..<index, in: text))
                start = index
                size = 0
            }
            size += sentence.size
        }
        return passages + [joined(sentences, start..<sentences.count, in: text)]
    }

    private static func joined(
        _ sentences: [(text: Substring, size: Int)], _ range: Range<Int>, in text: String
    ) -> Substring {
        let repeats = range.lowerBound > 0 && sentences[range.lowerBound - 1].size <= limit / 4
        let first = sentences[repeats ? range.lowerBound - 1 : range.lowerBound].text
        return text[first.startIndex..<sentences[range.upperBound - 1].text.endIndex]
    }

    /// A Han character counts one, a word of other letters two.
    private static func size(_ text: Substring) -> Int {
        var size = 0
        var isInWord = false
        for scalar in text.unicodeScalars {
            if scalar.isIdeograph {
                size += 1
                isInWord = false
            } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                if !isInWord { size += 2 }
                isInWord = true
            } else if scalar.properties.isWhitespace {
                isInWord = false
            }
        }
        return size
    }
}
