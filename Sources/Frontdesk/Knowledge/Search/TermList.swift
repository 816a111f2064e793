/// Terms one behind another with a space between, as the words index takes them, and the hash of each.
///
/// No term is a string of its own: an import of 100,000 entries has ten million terms.
struct TermList: Sendable, Hashable {
    private(set) var bytes: [UInt8] = []
    /// `TermSet.hash` of each term, in their order.
    private(set) var hashes: [UInt32] = []

    /// Adds the term at a place of a text; it holds no space.
    mutating func append(_ text: [UInt8], _ range: Range<Int>) {
        if !hashes.isEmpty { bytes.append(Self.space) }
        var hash = TermHash()
        for place in range {
            hash.add(text[place])
            bytes.append(text[place])
        }
        hashes.append(hash.value)
    }

    /// The terms as strings.
    var texts: [String] { bytes.split(separator: Self.space).map { String(decoding: $0, as: UTF8.self) } }

    /// The terms of several lists as one text.
    static func joined(_ lists: [TermList]) -> String {
        let filled = lists.filter { !$0.hashes.isEmpty }
        if filled.count == 1 { return String(decoding: filled[0].bytes, as: UTF8.self) }
        return String(decoding: Array(filled.map(\.bytes).joined(separator: CollectionOfOne(space))), as: UTF8.self)
    }

    private static let space = UInt8(ascii: " ")
}

/// FNV-1a over UTF-8, folded to 32 bits: the same in every run.
struct TermHash {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ byte: UInt8) {
        state = (state ^ UInt64(byte)) &* 0x100_0000_01B3
    }

    var value: UInt32 { UInt32(truncatingIfNeeded: state ^ state >> 32) }
}
