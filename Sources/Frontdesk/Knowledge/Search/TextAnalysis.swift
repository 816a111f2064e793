internal import Foundation

/// The terms by which texts are found: stemmed words, and character n-grams that forgive typos and read Chinese.
package struct TextAnalysis: Sendable, Hashable {
    /// English stems and numbers in order; of Han and kana each character and each pair of neighbours,
    /// traditional characters in their simplified form.
    package let words: [String]
    /// Three-character pieces of words with their borders; of Han and kana each character.
    package let grams: [String]

    package init(_ text: String) {
        var words: [String] = []
        var grams: [String] = []
        for run in TextRun.runs(of: text) {
            switch run {
            case .word(let word):
                words.append(Stemmer.stem(word))
                grams += Self.pieces(of: ["▁"] + word.unicodeScalars + ["▁"], sizes: 3...3)
            case .number(let number):
                words.append(number)
                grams.append("▁" + number + "▁")
            case .ideographs(let characters):
                // Folded here and not in `normalised`, on which the ids of entries hang.
                let simplified = characters.unicodeScalars.map(SimplifiedCharacters.simplified)
                words += Self.pieces(of: simplified, sizes: 1...2)
                grams += Self.pieces(of: simplified, sizes: 1...1)
            }
        }
        self.words = words
        self.grams = grams
    }

    private static func pieces(of scalars: [Unicode.Scalar], sizes: ClosedRange<Int>) -> [String] {
        var pieces: [String] = []
        for size in sizes where size <= scalars.count {
            for start in 0...scalars.count - size {
                var piece = String.UnicodeScalarView()
                piece.append(contentsOf: scalars[start..<start + size])
                pieces.append(String(piece))
            }
        }
        return pieces
    }
}

extension TextAnalysis {
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
            $0.properties.generalCategory != .nonspacingMark || ScalarKind.isKana($0)
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
            if properties.isIdeographic || Self.isKana(scalar) {
                self = .ideograph
            } else if properties.numericType == .decimal {
                self = .digit
            } else {
                self = properties.isAlphabetic || properties.generalCategory == .spacingMark ? .letter : .other
            }
        }
    }

    static func isKana(_ scalar: Unicode.Scalar) -> Bool {
        0x3041...0x30FF ~= scalar.value
    }
}
