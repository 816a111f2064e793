/// The Porter stemmer (M. F. Porter, "An algorithm for suffix stripping", 1980) for lower-case English words.
enum Stemmer {
    /// A word's stem; words of under three letters or with letters beyond `a…z` stay as they are.
    static func stem(_ word: String) -> String {
        let letters = Array(word.utf8)
        guard letters.count > 2, letters.allSatisfy({ 97...122 ~= $0 }) else { return word }
        var stem = Stem(letters: letters)
        stem.dropPlural()
        stem.dropPastAndGerund()
        stem.turnY()
        stem.shorten(Self.doubleSuffixes, measure: 1)
        stem.shorten(Self.fullSuffixes, measure: 1)
        stem.dropSuffix()
        stem.tidy()
        return String(decoding: stem.letters, as: UTF8.self)
    }

    private static let doubleSuffixes = pairs(
        "ational ate, tional tion, enci ence, anci ance, izer ize, bli ble, alli al, entli ent, eli e, ousli ous, "
            + "ization ize, ation ate, ator ate, alism al, iveness ive, fulness ful, ousness ous, aliti al, iviti ive, "
            + "biliti ble, logi log")
    private static let fullSuffixes = pairs("icate ic, ative , alize al, iciti ic, ical ic, ful , ness ")

    private static func pairs(_ list: String) -> [(suffix: [UInt8], replacement: [UInt8])] {
        list.split(separator: ",").map { pair in
            let parts = pair.drop { $0 == " " }.split(separator: " ", omittingEmptySubsequences: false)
            return (Array(parts[0].utf8), parts.count > 1 ? Array(parts[1].utf8) : [])
        }
    }
}

/// A word while its suffixes are taken off.
private struct Stem {
    var letters: [UInt8]

    private static let removable = [
        "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ou", "ism", "ate", "iti",
        "ous", "ive", "ize",
    ].map { Array($0.utf8) }

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

    private func ends(_ suffix: String) -> Bool {
        letters.count > suffix.utf8.count && letters.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    }

    private var endsInDoubleConsonant: Bool {
        letters.count > 1 && letters[letters.count - 1] == letters[letters.count - 2] && isConsonant(letters.count - 1)
    }

    /// Consonant, vowel, consonant at the end of `count` letters, the last not w, x or y.
    private func endsInShortSyllable(_ count: Int) -> Bool {
        count > 2 && isConsonant(count - 3) && !isConsonant(count - 2) && isConsonant(count - 1)
            && !"wxy".utf8.contains(letters[count - 1])
    }

    mutating func dropPlural() {
        if ends("sses") || ends("ies") {
            letters.removeLast(2)
        } else if ends("s"), !ends("ss") {
            letters.removeLast()
        }
    }

    mutating func dropPastAndGerund() {
        if ends("eed") {
            if measure(letters.count - 3) > 0 { letters.removeLast() }
            return
        }
        guard let suffix = ["ed", "ing"].first(where: { ends($0) && hasVowel(letters.count - $0.utf8.count) }) else {
            return
        }
        letters.removeLast(suffix.utf8.count)
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

    mutating func shorten(_ pairs: [(suffix: [UInt8], replacement: [UInt8])], measure least: Int) {
        for pair in pairs
        where letters.count > pair.suffix.count && letters.suffix(pair.suffix.count).elementsEqual(pair.suffix) {
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
        let found = Self.removable.filter { letters.count > $0.count && letters.suffix($0.count).elementsEqual($0) }
        guard let suffix = found.max(by: { $0.count < $1.count }) else { return }
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
