/// What the scanner does at each byte value: the byte to put into the word, or one of the codes below.
///
/// 256 codes as the scanner meets them, then 256 for a byte that could begin a special token and does not.
struct ByteClasses: Sendable {
    static let space: UInt8 = 0
    static let punctuation: UInt8 = 1
    static let removed: UInt8 = 2
    static let multibyte: UInt8 = 3
    static let special: UInt8 = 4
    /// Codes from here on are bytes of a word, in lower case where that is wanted.
    static let firstWordByte: UInt8 = 0x21

    let codes: [UInt8]

    init(lowerCases: Bool, specialTokens: [[UInt8]]) {
        let plain = (0..<256).map { Self.plain(UInt8($0), lowerCases) }
        var met = plain
        for first in specialTokens.compactMap(\.first) { met[Int(first)] = Self.special }
        codes = met + plain
    }

    private static func plain(_ byte: UInt8, _ lowerCases: Bool) -> UInt8 {
        guard byte < 0x80 else { return multibyte }
        switch CharacterClasses.traits(of: UInt32(byte)).kind {
        case .removed: return removed
        case .whitespace: return space
        case .punctuation: return punctuation
        default: return lowerCases && (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
        }
    }
}
