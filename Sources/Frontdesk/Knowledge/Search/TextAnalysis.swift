/// The terms by which texts are found: stemmed words, and character n-grams that forgive typos and read Chinese.
package struct TextAnalysis: Sendable, Hashable {
    let wordTerms: TermList
    let gramTerms: TermList

    /// English stems and numbers in order; of Han and kana each character and each pair of neighbours,
    /// traditional characters in their simplified form.
    package var words: [String] { wordTerms.texts }
    /// Three-character pieces of words with their borders; of Han and kana each character.
    package var grams: [String] { gramTerms.texts }

    /// Analyses a text; the n-grams may be left out where nobody asks for them.
    package init(_ text: String, withGrams: Bool = true) {
        var words = TermList()
        var grams = TermList()
        let text = TextRuns(text)
        var letters: [UInt8] = []
        for run in text.runs {
            switch run.kind {
            case .word:
                letters.replaceSubrange(letters.startIndex..., with: text.bytes[run.range])
                if withGrams { Self.appendPieces(of: Self.border + letters + Self.border, size: 3, to: &grams) }
                Stemmer.stem(&letters)
                words.append(letters, letters.indices)
            case .number:
                words.append(text.bytes, run.range)
                guard withGrams else { continue }
                let framed = Self.border + text.bytes[run.range] + Self.border
                grams.append(framed, framed.indices)
            case .ideographs:
                // Folded here and not in `normalised`, on which the ids of entries hang.
                let simplified = Self.simplified(text.bytes[run.range])
                for size in 1...2 { Self.appendPieces(of: simplified, size: size, to: &words) }
                if withGrams { Self.appendPieces(of: simplified, size: 1, to: &grams) }
            }
        }
        (wordTerms, gramTerms) = (words, grams)
    }

    private static let border = Array("▁".utf8)

    private static func simplified(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var simplified = String.UnicodeScalarView()
        let text = String(decoding: bytes, as: UTF8.self)
        simplified.append(contentsOf: text.unicodeScalars.lazy.map(SimplifiedCharacters.simplified))
        return Array(String(simplified).utf8)
    }

    /// Appends all runs of so many scalars; cut out of the bytes, which is ten times as fast as by scalars.
    private static func appendPieces(of bytes: [UInt8], size: Int, to pieces: inout TermList) {
        var start = 0
        var end = 0
        for _ in 0..<size {
            guard end < bytes.count else { return }
            end = next(after: end, in: bytes)
        }
        while true {
            pieces.append(bytes, start..<end)
            guard end < bytes.count else { return }
            start = next(after: start, in: bytes)
            end = next(after: end, in: bytes)
        }
    }

    /// Where the scalar behind the one at a place begins.
    private static func next(after place: Int, in bytes: [UInt8]) -> Int {
        var next = place + 1
        while next < bytes.count, bytes[next] & 0xC0 == 0x80 { next += 1 }
        return next
    }
}

extension TextAnalysis {
    /// The words of scripts that write spaces, lower-cased and without accents, by their stems' terms.
    static func spelling(of text: String) -> [UInt32: String] {
        let text = TextRuns(text)
        let words = text.runs.lazy.filter { $0.kind == .word }.map { text.text(of: $0) }
        return Dictionary(words.map { (TermSet.hash(Stemmer.stem($0)), $0) }) { first, _ in first }
    }

    /// A text in the form in which two count as the same: lower case, half width, single spaces, no punctuation.
    package static func normalised(_ text: String) -> String {
        let text = TextRuns(text)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.bytes.count + text.runs.count)
        for run in text.runs {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: " ")) }
            bytes += text.bytes[run.range]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
