internal import Foundation

/// A message as the classifier compares it: lower case, half width, words and single characters, no punctuation.
package struct NormalizedText: Sendable {
    /// One word, or one character of a script that has no spaces.
    package struct Token: Sendable, Equatable {
        package let scalars: [UInt32]
        /// A Han character, a kana or an emoji: it is read alone and in runs with its neighbours.
        package let standsAlone: Bool
    }

    package private(set) var tokens: [Token] = []
    private var word: [UInt32] = []

    package init(_ text: String) {
        // A letter and its accent apart are the same as both in one.
        let hasAccents = text.unicodeScalars.contains { 0x300...0x36F ~= $0.value }
        let composed = hasAccents ? text.precomposedStringWithCanonicalMapping : text
        for scalar in composed.unicodeScalars { read(Self.narrow(scalar)) }
        endWord()
    }

    /// The tokens joined by spaces: two messages with one key are the same message.
    package var key: String {
        var key = String.UnicodeScalarView()
        for (index, token) in tokens.enumerated() {
            if index > 0 { key.append(" ") }
            key.append(contentsOf: token.scalars.compactMap(Unicode.Scalar.init))
        }
        return String(key)
    }

    /// The share of tokens that are characters of a script without spaces.
    package var characterShare: Float {
        tokens.isEmpty ? 0 : Float(tokens.count { $0.standsAlone }) / Float(tokens.count)
    }

    private mutating func read(_ scalar: Unicode.Scalar) {
        if scalar.value < 0x80 {
            readASCII(scalar)
        } else if scalar == "\u{2019}" || scalar.properties.generalCategory == .nonspacingMark {
            return
        } else if Self.standsAlone(scalar) {
            endWord()
            tokens.append(Token(scalars: [scalar.value], standsAlone: true))
        } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
            word.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars.map(\.value))
        } else {
            endWord()
        }
    }

    private mutating func readASCII(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "a"..."z", "0"..."9": word.append(scalar.value)
        case "A"..."Z": word.append(scalar.value + 32)
        case "'": return
        default: endWord()
        }
    }

    private mutating func endWord() {
        guard !word.isEmpty else { return }
        // The digits of an order number say nothing about the intent; "24" or "7" may.
        if word.count >= 4, word.allSatisfy({ 48...57 ~= $0 }) { word = [48, 48, 48, 48] }
        tokens.append(Token(scalars: word, standsAlone: false))
        word = []
    }

    private static func narrow(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0xff01...0xff5e: Unicode.Scalar(scalar.value - 0xfee0) ?? scalar
        case 0x3000: " "
        default: scalar
        }
    }

    private static func standsAlone(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3040...0x30ff, 0x0e00...0x0eff: true
        default: scalar.properties.isIdeographic || scalar.properties.isEmojiPresentation
        }
    }
}
