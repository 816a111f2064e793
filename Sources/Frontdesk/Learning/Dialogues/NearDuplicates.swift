internal import Kernels

/// Texts that say the same but for case, punctuation and digits, and longer ones but for one word.
package enum NearDuplicates {
    /// The group of each text: the place of the first text that it reads like, over others if need be.
    ///
    /// Of `groups`, those of one group stay together.
    package static func groups(of texts: [String], within groups: [UInt64] = []) -> [Int] {
        var places: [UInt64: Int] = [:]
        var parents = Array(texts.indices)
        func root(_ place: Int) -> Int {
            var place = place
            while parents[place] != place {
                parents[place] = parents[parents[place]]
                place = parents[place]
            }
            return place
        }
        for (place, keys) in concurrentMap(of: texts, keys).enumerated() {
            for key in keys + (groups.isEmpty ? [] : [groups[place] ^ salt]) {
                guard let other = places[key] else {
                    places[key] = place
                    continue
                }
                let (first, second) = (root(other), root(place))
                parents[max(first, second)] = min(first, second)
            }
        }
        return texts.indices.map(root)
    }

    /// Keeps a group's number from being taken for a text's key.
    private static let salt: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// Texts with at least so many words are alike where one word differs; "cancel my order" and "change my order" are not.
    private static let fewestWords = 8
    /// Of a longer text the keys would be too many; two such texts hardly differ by one word.
    private static let mostWords = 64

    /// The key of the text and, where it is long enough, those of what is left of it without each of its words.
    private static func keys(_ text: String) -> [UInt64] {
        let words = words(of: text)
        guard !words.isEmpty else { return [StableHash.of(text)] }
        let whole = hash(words[...], [])
        guard (fewestWords...mostWords).contains(words.count) else { return [whole] }
        return [whole] + words.indices.map { hash(words[..<$0], words[($0 + 1)...]) }
    }

    /// The hash of each word, of each ideograph, and of any number.
    private static func words(of text: String) -> [UInt64] {
        let text = TextRuns(text)
        return text.runs.flatMap { run in
            switch run.kind {
            case .word: [StableHash.of(Array(text.bytes[run.range]))]
            case .number: [UInt64(0)]
            case .ideographs: text.text(of: run).unicodeScalars.map { UInt64($0.value) }
            }
        }
    }

    private static func hash(_ first: ArraySlice<UInt64>, _ second: ArraySlice<UInt64>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for word in [first, second].joined() {
            hash = (hash ^ word) &* 0x100_0000_01B3
            hash ^= hash >> 29
        }
        return hash
    }
}
