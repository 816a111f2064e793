/// A text's bytes as the search for personal data reads them: full-width signs folded to ASCII, blanks and dashes to one.
///
/// Everything else stays as it is, so that each byte knows its place in the text.
struct FoldedText {
    var bytes: [UInt8] = []
    /// Where each byte's character begins in the text; the text's length at the end.
    private(set) var places: [Int] = []

    init(_ text: UnsafeBufferPointer<UInt8>) {
        bytes.reserveCapacity(text.count)
        places.reserveCapacity(text.count + 1)
        var index = 0
        while index < text.count {
            places.append(index)
            if let folded = Self.folded(text, index) {
                bytes.append(folded.byte)
                index += folded.length
            } else {
                bytes.append(text[index])
                index += 1
            }
        }
        places.append(index)
    }

    /// The part of the text that a range of bytes stands for.
    func range(of range: Range<Int>) -> Range<Int> {
        places[range.lowerBound]..<places[range.upperBound]
    }

    private static func folded(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> (byte: UInt8, length: Int)? {
        let first = text[index]
        if first < 0xC2 || index + 1 == text.count { return nil }
        let second = text[index + 1]
        // U+00A0, a blank that does not break.
        if first == 0xC2 { return second == 0xA0 ? (.blank, 2) : nil }
        guard first >= 0xE2, index + 2 < text.count else { return nil }
        let third = text[index + 2]
        switch (first, second, third) {
        // U+FF01 … U+FF3F and U+FF40 … U+FF5E: ! … _ and ` … ~.
        case (0xEF, 0xBC, 0x81...0xBF): return (third - 0x60, 3)
        case (0xEF, 0xBD, 0x80...0x9E): return (third - 0x20, 3)
        // U+2000 … U+200A and U+202F, blanks; U+2010 … U+2015 and U+2212, dashes; U+3000, the full-width blank.
        case (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xAF), (0xE3, 0x80, 0x80): return (.blank, 3)
        case (0xE2, 0x80, 0x90...0x95), (0xE2, 0x88, 0x92): return (.dash, 3)
        default: return nil
        }
    }
}

extension UInt8 {
    static let blank = UInt8(ascii: " ")
    static let dash = UInt8(ascii: "-")
    static let dot = UInt8(ascii: ".")
    static let plus = UInt8(ascii: "+")
    static let opening = UInt8(ascii: "(")
    static let closing = UInt8(ascii: ")")

    var isDigit: Bool { self &- 0x30 < 10 }
    var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
    var isLetterOrDigit: Bool { isDigit || isLetter }
}
