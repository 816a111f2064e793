/// The words of a message as two messages are compared by them: stems in any order, ideographs one by one.
///
/// A number is as good as any other, where the message says something besides.
struct MessageWords: Sendable {
    /// The hash of each word, repeated where the word is.
    let hashes: [UInt64]
    /// The same for messages of the same words, in whatever order.
    var sum: UInt64 { hashes.reduce(0, &+) }

    init(_ text: String) {
        let words = Self.words(of: text)
        let others = words.count { !Self.isNumber($0) }
        hashes = words.map { word in
            Self.hash(others >= Self.fewest && Self.isNumber(word) ? Self.number : word)
        }
    }

    /// Beside so many words a number is only a number.
    private static let fewest = 3
    private static let number = "#"
    /// An odd number that spreads the hashes of short words over all bits, so that sums of them stay apart.
    private static let spread: UInt64 = 0x9E37_79B9_7F4A_7C15

    static func hash(_ word: String) -> UInt64 { StableHash.of(word) &* spread }

    private static func isNumber(_ word: String) -> Bool { word.utf8.first.map { 0x30...0x39 ~= $0 } ?? false }

    /// Stems, numbers, and single ideographs, as they stand.
    static func words(of text: String) -> [String] {
        let text = TextRuns(text)
        return text.runs.flatMap { run -> [String] in
            let word = text.text(of: run)
            switch run.kind {
            case .word: return [Stemmer.stem(word)]
            case .number: return [word]
            case .ideographs: return word.unicodeScalars.map(String.init)
            }
        }
    }
}
