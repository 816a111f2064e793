internal import Foundation

/// How often each character n-gram and word of a message stands in it, by hashed feature.
///
/// Words count once alone, once with their neighbour, and as the 3- and 4-letter pieces of `_word_`; in scripts
/// without spaces each character is a word of its own (runs of three made both Chinese sets worse by a point). Case, width and the digits of
/// long numbers make no difference.
package struct NgramCounts: Sendable, Equatable {
    /// The features, ascending, each below 2²⁴, so that a 32-bit float holds it exactly.
    package private(set) var features: [UInt32] = []
    /// 1 + ln(count) of each feature.
    package private(set) var weights: [Float] = []

    package init(_ text: NormalizedText) {
        var hashes: [UInt32] = []
        hashes.reserveCapacity(text.tokens.count * 12)
        for token in text.tokens where !token.standsAlone {
            Self.appendPieces(of: token.scalars, to: &hashes)
        }
        Self.appendRuns(of: text.tokens, to: &hashes)
        hashes.sort()
        var index = 0
        while index < hashes.count {
            var end = index + 1
            while end < hashes.count, hashes[end] == hashes[index] { end += 1 }
            features.append(hashes[index])
            weights.append(1 + log(Float(end - index)))
            index = end
        }
    }

    private static func appendPieces(of word: [UInt32], to hashes: inout [UInt32]) {
        let padded = [UInt32(ascii: "_")] + word + [UInt32(ascii: "_")]
        for length in 3...4 where padded.count >= length {
            for start in 0...(padded.count - length) {
                var hash = FeatureHash(kind: 1)
                for scalar in padded[start..<start + length] { hash.add(scalar) }
                hashes.append(hash.feature)
            }
        }
    }

    private static func appendRuns(of tokens: [NormalizedText.Token], to hashes: inout [UInt32]) {
        for start in tokens.indices {
            var hash = FeatureHash(kind: 2)
            for end in start..<min(start + 2, tokens.count) {
                if end > start { hash.add(UInt32(ascii: " ")) }
                for scalar in tokens[end].scalars { hash.add(scalar) }
                hashes.append(hash.feature)
            }
        }
    }
}

/// FNV-1a over Unicode scalars, folded to 24 bits.
private struct FeatureHash {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    init(kind: UInt32) {
        add(kind)
    }

    mutating func add(_ scalar: UInt32) {
        state = (state ^ UInt64(scalar)) &* 0x0000_0100_0000_01b3
    }

    var feature: UInt32 {
        let mixed = (state ^ (state >> 29)) &* 0xbf58_476d_1ce4_e5b9
        return UInt32(truncatingIfNeeded: mixed >> 40)
    }
}

extension UInt32 {
    fileprivate init(ascii scalar: Unicode.Scalar) {
        self = scalar.value
    }
}
