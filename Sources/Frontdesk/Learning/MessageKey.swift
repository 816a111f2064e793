internal import Foundation

/// What tells whether two messages are the same: a hash of lower case, half width, no punctuation, single spaces.
///
/// A bot takes the keys of all its examples before its first reply, so no text is built for them; of a million
/// messages, two share a key once in forty million bots.
package struct MessageKey: Sendable, Hashable {
    package let hash: UInt64

    /// The key of a message; one of punctuation alone is known by the punctuation.
    package init(_ text: String) {
        hash = Self.plain(text) ?? Self.normalized(text) ?? StableHash.of(text)
    }

    /// The hash of a text of ASCII, Han and their punctuation, which no normalisation changes; nil for any other, and
    /// for one of punctuation alone.
    private static func plain(_ text: String) -> UInt64? {
        var words = WordHash()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x30...0x39, 0x61...0x7A, 0x4E00...0x9FFF: words.add(scalar)
            case 0x41...0x5A: words.add(Unicode.Scalar(UInt8(scalar.value) | 0x20))
            // ASCII's other characters, typographic quotes and dashes, ideographic and full-width punctuation.
            case ..<0x80, 0x2013...0x201D, 0x2026, 0x3000...0x3002, 0x3008...0x3011, 0xFF01...0xFF0F, 0xFF1A...0xFF20:
                words.end()
            default: return nil
            }
        }
        return words.value
    }

    private static func normalized(_ text: String) -> UInt64? {
        var words = WordHash()
        for scalar in text.precomposedStringWithCompatibilityMapping.lowercased().unicodeScalars {
            let properties = scalar.properties
            if properties.isAlphabetic || properties.numericType != nil || properties.isIdeographic {
                words.add(scalar)
            } else {
                words.end()
            }
        }
        return words.value
    }
}

extension Sequence {
    /// Without what reads like an element before it: of two lines alike nobody could choose.
    package func unique(by text: (Element) -> String) -> [Element] {
        var seen: Set<MessageKey> = []
        return filter { seen.insert(MessageKey(text($0))).inserted }
    }

    /// The first so many of them; of a lazy sequence what stands behind is not computed.
    func unique(first count: Int, by text: (Element) -> String) -> [Element] {
        var seen: Set<MessageKey> = []
        var found: [Element] = []
        for element in self where seen.insert(MessageKey(text(element))).inserted {
            found.append(element)
            if found.count >= count { break }
        }
        return found
    }
}

/// Hashes words with one space between them.
private struct WordHash {
    private var hash = StableHash()
    private var isEmpty = true
    private var pendingSpace = false

    mutating func add(_ scalar: Unicode.Scalar) {
        if pendingSpace, !isEmpty { hash.add(UInt8(ascii: " ")) }
        pendingSpace = false
        isEmpty = false
        for byte in UTF8.encode(scalar)! { hash.add(byte) }
    }

    mutating func end() {
        pendingSpace = true
    }

    /// Nil before the first word.
    var value: UInt64? { isEmpty ? nil : hash.value }
}

/// FNV-1a, 64 bits: a hash that is the same in every process, unlike Swift's own.
package struct StableHash: Sendable {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    package init() {}

    package mutating func add(_ byte: UInt8) {
        state = (state ^ UInt64(byte)) &* 0x100_0000_01b3
    }

    /// FNV's low bits are weak on short texts; folding the high ones in evens them out.
    package var value: UInt64 { state ^ (state >> 29) }

    package static func of(_ text: String) -> UInt64 {
        var hash = StableHash()
        for byte in text.utf8 { hash.add(byte) }
        return hash.value
    }

    static func of(_ bytes: [UInt8]) -> UInt64 {
        var hash = StableHash()
        for byte in bytes { hash.add(byte) }
        return hash.value
    }
}
