internal import Foundation

/// The terms by which texts are found: stemmed words, and character n-grams that forgive typos and read Chinese.
package struct TextAnalysis: Sendable, Hashable {
    /// English stems and numbers in order; of Han and kana each character and each pair of neighbours,
    /// traditional characters in their simplified form.
    package let words: [String]
    /// Three-character pieces of words with their borders; of Han and kana each character.
    package let grams: [String]

    /// Analyses a text; the n-grams may be left out where nobody asks for them.
    package init(_ text: String, withGrams: Bool = true) {
        var words: [String] = []
        var grams: [String] = []
        for run in TextRun.runs(of: text) {
            switch run {
            case .word(let word):
                words.append(Stemmer.stem(word))
                if withGrams { grams += Self.pieces(of: "▁" + word + "▁", sizes: 3...3) }
            case .number(let number):
                words.append(number)
                if withGrams { grams.append("▁" + number + "▁") }
            case .ideographs(let characters):
                // Folded here and not in `normalised`, on which the ids of entries hang.
                var simplified = String.UnicodeScalarView()
                simplified.append(contentsOf: characters.unicodeScalars.lazy.map(SimplifiedCharacters.simplified))
                words += Self.pieces(of: String(simplified), sizes: 1...2)
                if withGrams { grams += Self.pieces(of: String(simplified), sizes: 1...1) }
            }
        }
        self.words = words
        self.grams = grams
    }

    /// All runs of so many scalars, by size; cut out of the bytes, which is ten times as fast as by scalars.
    private static func pieces(of text: String, sizes: ClosedRange<Int>) -> [String] {
        var text = text
        return text.withUTF8 { bytes in
            let starts = bytes.indices.filter { bytes[$0] & 0xC0 != 0x80 } + [bytes.count]
            let count = starts.count - 1
            var pieces: [String] = []
            for size in sizes where size <= count {
                for start in 0...count - size {
                    pieces.append(String(decoding: bytes[starts[start]..<starts[start + size]], as: UTF8.self))
                }
            }
            return pieces
        }
    }
}

extension TextAnalysis {
    /// The words of scripts that write spaces, lower-cased and without accents, by their stems' terms.
    static func spelling(of text: String) -> [UInt32: String] {
        let words = TextRun.runs(of: text).compactMap { run in
            if case .word(let word) = run { (TermSet.hash(Stemmer.stem(word)), word) } else { nil }
        }
        return Dictionary(words) { first, _ in first }
    }

    /// A text in the form in which two count as the same: lower case, half width, single spaces, no punctuation.
    package static func normalised(_ text: String) -> String {
        TextRun.runs(of: text).map(\.text).joined(separator: " ")
    }
}

/// A stretch of characters of one kind, lower-cased, half-width and without accents.
enum TextRun: Equatable {
    case word(String)
    case number(String)
    case ideographs(String)

    var text: String {
        switch self {
        case .word(let text), .number(let text), .ideographs(let text): text
        }
    }

    /// Splits at spaces and punctuation, and between letters, digits and ideographs ("45L" is two runs).
    static func runs(of text: String) -> [TextRun] {
        var runs: [TextRun] = []
        var current = String.UnicodeScalarView()
        var kind = ScalarKind.other
        func end() {
            guard !current.isEmpty else { return }
            switch kind {
            case .letter: runs.append(.word(String(current)))
            case .digit: runs.append(.number(String(current)))
            case .ideograph: runs.append(.ideographs(String(current)))
            case .other, .joiner: break
            }
            current = String.UnicodeScalarView()
        }
        for scalar in folded(text) {
            let next = ScalarKind(scalar)
            if next == .joiner, kind == .letter { continue }
            if next != kind { end() }
            kind = next
            if next != .other, next != .joiner { current.append(scalar) }
        }
        end()
        return runs
    }

    /// Lower case, half width, accents dropped.
    private static func folded(_ text: String) -> [Unicode.Scalar] {
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            return text.utf8.map { Unicode.Scalar(65...90 ~= $0 ? $0 + 32 : $0) }
        }
        var result: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x4E00...0x9FFF, 0x3000...0x303F: result.append(scalar)
            case ..<0x80: result.append(65...90 ~= scalar.value ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar)
            default: result += compatible(scalar)
            }
        }
        return result
    }

    private static func compatible(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        String(scalar).decomposedStringWithCompatibilityMapping.lowercased().unicodeScalars.filter {
            $0.properties.generalCategory != .nonspacingMark || $0.isKana
        }
    }
}

/// What a character does in a text.
private enum ScalarKind {
    case letter, digit, ideograph, other
    /// An apostrophe, which belongs to its word.
    case joiner

    init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x61...0x7A, 0x41...0x5A: self = .letter
        case 0x30...0x39: self = .digit
        case 0x27, 0x2019, 0x2BC: self = .joiner
        case ..<0x80: self = .other
        case 0x4E00...0x9FFF: self = .ideograph
        default:
            let properties = scalar.properties
            if scalar.isIdeograph {
                self = .ideograph
            } else if properties.numericType == .decimal {
                self = .digit
            } else {
                self = properties.isAlphabetic || properties.generalCategory == .spacingMark ? .letter : .other
            }
        }
    }
}
