/// Text of a page as a browser shows it.
enum WebText {
    /// White space made one space each, and none between ideographs that a line end parts.
    static func collapsed(_ text: String) -> String {
        var collapsed = String.UnicodeScalarView()
        var gap: (exists: Bool, hasLineEnd: Bool) = (false, false)
        for scalar in text.unicodeScalars where !isLeftOut(scalar) {
            if scalar.properties.isWhitespace {
                gap = (true, gap.hasLineEnd || scalar == "\n")
                continue
            }
            if gap.exists, let last = collapsed.last, !(gap.hasLineEnd && isWide(last) && isWide(scalar)) {
                collapsed.append(" ")
            }
            gap = (false, false)
            collapsed.append(scalar)
        }
        return String(collapsed)
    }

    /// Marks where words may break, byte-order marks, and control characters.
    static func isLeftOut(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x200B, 0x2060, 0xFEFF, 0x00...0x08, 0x0E...0x1F, 0x7F...0x84, 0x86...0x9F: true
        default: false
        }
    }

    /// Ideographs and their punctuation, which need no spaces.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isIdeograph || 0x3000...0x303F ~= scalar.value || 0xFF00...0xFF60 ~= scalar.value
    }
}
