/// How many columns a text takes on a terminal: two for Chinese and emoji, none for combining marks.
package enum DisplayWidth {
    /// The columns of a text of one line.
    package static func of(_ text: some StringProtocol) -> Int {
        text.reduce(0) { $0 + of($1) }
    }

    /// The columns of one character, as a person counts characters.
    package static func of(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        if first.value < 0x300 { return 1 }
        if isWide(first) || character.unicodeScalars.dropFirst().contains("\u{FE0F}") { return 2 }
        return isZeroWidth(first) ? 0 : 1
    }

    /// The longest beginning of a text that fits, with `…` in place of what was cut.
    package static func truncate(_ text: String, to columns: Int) -> String {
        if of(text) <= columns { return text }
        var width = 0
        let kept = text.prefix { character in
            width += of(character)
            return width < columns
        }
        return kept + "…"
    }

    private static func isZeroWidth(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: true
        default: false
        }
    }

    /// East Asian Wide and Fullwidth (Unicode Standard Annex 11) with unassigned places of those blocks counted in.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF,
            0x1F200...0x1F265, 0x20000...0x3FFFD:
            true
        default: scalar.properties.isEmojiPresentation
        }
    }
}
