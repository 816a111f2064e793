/// The Porter stemmer (M. F. Porter, "An algorithm for suffix stripping", 1980) for lower-case English words.
enum Stemmer {
    /// A word's stem; words of under three letters or with letters beyond `a…z` stay as they are.
    static func stem(_ word: String) -> String {
        var letters = Array(word.utf8)
        stem(&letters)
        return String(decoding: letters, as: UTF8.self)
    }

    /// Makes a word its stem.
    static func stem(_ word: inout [UInt8]) {
        guard word.count > 2, word.allSatisfy({ 97...122 ~= $0 }) else { return }
        var stem = Stem(letters: [])
        swap(&stem.letters, &word)
        stem.dropPlural()
        stem.dropPastAndGerund()
        stem.turnY()
        stem.shorten(Self.doubleSuffixes, measure: 1)
        stem.shorten(Self.fullSuffixes, measure: 1)
        stem.dropSuffix()
        stem.tidy()
        swap(&stem.letters, &word)
    }

    private static let doubleSuffixes = pairs(
        "ational ate, tional tion, enci ence, anci ance, izer ize, bli ble, alli al, entli ent, eli e, ousli ous, "
            + "ization ize, ation ate, ator ate, alism al, iveness ive, fulness ful, ousness ous, aliti al, iviti ive, "
            + "biliti ble, logi log")
    private static let fullSuffixes = pairs("icate ic, ative , alize al, iciti ic, ical ic, ful , ness ")

    private static func pairs(_ list: String) -> [(suffix: Suffix, replacement: [UInt8])] {
        list.split(separator: ",").map { pair in
            let parts = pair.drop { $0 == " " }.split(separator: " ", omittingEmptySubsequences: false)
            return (Suffix(parts[0].utf8), parts.count > 1 ? Array(parts[1].utf8) : [])
        }
    }
}

/// At most seven letters at a word's end, as one number, the last letter lowest: they are compared at once.
private struct Suffix: ExpressibleByStringLiteral {
    let letters: UInt64
    let count: Int

    init(_ letters: some Collection<UInt8>) {
        self.letters = letters.reduce(0) { $0 << 8 | UInt64($1) }
        count = letters.count
    }

    init(stringLiteral: StaticString) {
        self.init(UnsafeBufferPointer(start: stringLiteral.utf8Start, count: stringLiteral.utf8CodeUnitCount))
    }

    /// Whether a word that ends so, by the number of its last letters, ends in these.
    func isEnd(of tail: UInt64) -> Bool { (tail ^ letters) & (1 << UInt64(8 * count) - 1) == 0 }
}

/// A word while its suffixes are taken off.
private struct Stem {
    var letters: [UInt8]

    /// The longest first.
    private static let removable: [Suffix] = [
        "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize",
        "al", "er", "ic", "ou",
    ]

    /// The last eight letters as one number.
    private var tail: UInt64 { letters.suffix(8).reduce(0) { $0 << 8 | UInt64($1) } }

    private func isConsonant(_ index: Int) -> Bool {
        switch letters[index] {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"): false
        case UInt8(ascii: "y"): index == 0 || !isConsonant(index - 1)
        default: true
        }
    }

    /// How often a vowel is followed by a consonant in the first `count` letters: Porter's m.
    private func measure(_ count: Int) -> Int {
        var measure = 0
        var afterVowel = false
        for index in 0..<count {
            let consonant = isConsonant(index)
            if consonant, afterVowel { measure += 1 }
            afterVowel = !consonant
        }
        return measure
    }

    private func hasVowel(_ count: Int) -> Bool {
        (0..<count).contains { !isConsonant($0) }
    }

    private func ends(_ suffix: Suffix) -> Bool {
        letters.count > suffix.count && suffix.isEnd(of: tail)
    }

    private var endsInDoubleConsonant: Bool {
        letters.count > 1 && letters[letters.count - 1] == letters[letters.count - 2] && isConsonant(letters.count - 1)
    }

    /// Consonant, vowel, consonant at the end of `count` letters, the last not w, x or y.
    private func endsInShortSyllable(_ count: Int) -> Bool {
        count > 2 && isConsonant(count - 3) && !isConsonant(count - 2) && isConsonant(count - 1)
            && !(UInt8(ascii: "w")...UInt8(ascii: "y") ~= letters[count - 1])
    }

    mutating func dropPlural() {
        guard letters.last == UInt8(ascii: "s") else { return }
        if ends("sses") || ends("ies") {
            letters.removeLast(2)
        } else if ends("s"), !ends("ss") {
            letters.removeLast()
        }
    }

    mutating func dropPastAndGerund() {
        guard letters.last == UInt8(ascii: "d") || letters.last == UInt8(ascii: "g") else { return }
        if ends("eed") {
            if measure(letters.count - 3) > 0 { letters.removeLast() }
            return
        }
        guard let count = ends("ed") ? 2 : ends("ing") ? 3 : nil, hasVowel(letters.count - count) else { return }
        letters.removeLast(count)
        if ends("at") || ends("bl") || ends("iz") {
            letters.append(UInt8(ascii: "e"))
        } else if endsInDoubleConsonant, let last = letters.last, !"lsz".utf8.contains(last) {
            letters.removeLast()
        } else if measure(letters.count) == 1, endsInShortSyllable(letters.count) {
            letters.append(UInt8(ascii: "e"))
        }
    }

    mutating func turnY() {
        if ends("y"), hasVowel(letters.count - 1) { letters[letters.count - 1] = UInt8(ascii: "i") }
    }

    mutating func shorten(_ pairs: [(suffix: Suffix, replacement: [UInt8])], measure least: Int) {
        let tail = tail
        for pair in pairs where pair.suffix.isEnd(of: tail) && letters.count > pair.suffix.count {
            let count = letters.count - pair.suffix.count
            if measure(count) >= least { letters.replaceSubrange(count..., with: pair.replacement) }
            return
        }
    }

    mutating func dropSuffix() {
        if ends("ion") {
            let count = letters.count - 3
            if "st".utf8.contains(letters[count - 1]), measure(count) > 1 { letters.removeLast(3) }
            return
        }
        let tail = tail
        guard let suffix = Self.removable.first(where: { letters.count > $0.count && $0.isEnd(of: tail) }) else {
            return
        }
        if measure(letters.count - suffix.count) > 1 { letters.removeLast(suffix.count) }
    }

    mutating func tidy() {
        if ends("e") {
            let count = letters.count - 1
            let measure = measure(count)
            if measure > 1 || measure == 1 && !endsInShortSyllable(count) { letters.removeLast() }
        }
        if ends("ll"), measure(letters.count) > 1 { letters.removeLast() }
    }
}
