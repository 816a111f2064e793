/// What the reference implementation does with each Unicode scalar, read from the generated tables.
///
/// The tables are string literals, so that they lie in the program file and cost nothing at start.
enum CharacterClasses {
    enum Kind: UInt8 {
        case ordinary, removed, whitespace, punctuation, chinese
        /// A mark that accent stripping takes away.
        case stripped
        /// The same, but marks before and after it do not change places.
        case strippedStarter
        /// A mark that accent stripping keeps and puts into canonical order.
        case nonstarter
    }

    struct Traits {
        let bits: UInt8
        var kind: Kind { Kind(rawValue: bits & 7) ?? .ordinary }
        /// Whether accent stripping makes other scalars of it.
        var decomposes: Bool { bits & 8 != 0 }
        var hasLowerCase: Bool { bits & 16 != 0 }
    }

    /// Longer results are offsets from here into their pool, counted in scalars.
    private static let pool: UInt32 = 0x110000

    static func traits(of scalar: UInt32) -> Traits {
        let block = CharacterTables.blockOfScalars.digits(at: Int(scalar >> 7) * 2, count: 2)
        return Traits(bits: UInt8(CharacterTables.blocks.digits(at: Int(block << 7 | scalar & 127), count: 1)))
    }

    /// Hands over what is left of a scalar without its accents; marks among it stand in canonical order.
    static func forEachStripped(_ scalar: UInt32, _ body: (UInt32) -> Void) {
        if (0xAC00..<0xD7A4).contains(scalar) {
            let syllable = scalar - 0xAC00
            body(0x1100 + syllable / 588)
            body(0x1161 + syllable % 588 / 28)
            if syllable % 28 > 0 { body(0x11A7 + syllable % 28) }
        } else {
            forEachTarget(of: scalar, in: CharacterTables.stripped, body)
        }
    }

    static func forEachLowered(_ scalar: UInt32, _ body: (UInt32) -> Void) {
        forEachTarget(of: scalar, in: CharacterTables.lowered, body)
    }

    /// The place of a kept mark in canonical order, from 1; 0 for a scalar that stays where it is.
    static func rank(of scalar: UInt32) -> UInt32 {
        value(of: scalar, in: CharacterTables.ranks) ?? 0
    }

    private static func forEachTarget(of scalar: UInt32, in table: StaticString, _ body: (UInt32) -> Void) {
        let target = value(of: scalar, in: table) ?? scalar
        guard target >= pool else { return body(target) }
        let first = Int(target - pool)
        let count = Int(CharacterTables.longer.digits(at: first * 4, count: 4))
        for index in first + 1...first + count { body(CharacterTables.longer.digits(at: index * 4, count: 4)) }
    }

    /// Binary search among sorted pairs of four digits each.
    private static func value(of scalar: UInt32, in table: StaticString) -> UInt32? {
        var (low, high) = (0, table.utf8CodeUnitCount / 8)
        while low < high {
            let middle = (low + high) / 2
            let key = table.digits(at: middle * 8, count: 4)
            if key == scalar { return table.digits(at: middle * 8 + 4, count: 4) }
            if key < scalar { low = middle + 1 } else { high = middle }
        }
        return nil
    }
}

extension StaticString {
    /// A number in base 64 with digits from U+0030 on.
    @inline(__always)
    fileprivate func digits(at offset: Int, count: Int) -> UInt32 {
        var value: UInt32 = 0
        for index in offset..<offset + count { value = value << 6 | UInt32(utf8Start[index] - 0x30) }
        return value
    }
}
