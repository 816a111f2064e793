internal import GRDB

/// Finds the word of the index that a mistyped one was meant to be.
struct SpellingCorrection {
    /// Shorter words are one letter away from too many others.
    private static let fewestLetters = 5
    /// From so many letters on two of them may be wrong.
    private static let longWord = 8
    /// So many words with one beginning are compared: as many as a very large knowledge base has.
    private static let most = 20_000

    private let words: Statement

    init(_ database: Database) throws {
        words = try database.cachedStatement(
            sql: "SELECT term FROM knowledge_word_counts WHERE term >= ? AND term < ? LIMIT ?")
    }

    /// The nearest stem in the index with the same first letter, or with the first two the other way round; nil where
    /// none is near.
    func correction(of stem: String) throws -> String? {
        let letters = Array(stem.utf8)
        guard letters.count >= Self.fewestLetters, letters.allSatisfy({ 97...122 ~= $0 }) else { return nil }
        let allowed = letters.count >= Self.longWord ? 2 : 1
        var best: (distance: Int, word: String)?
        for letter in Set(letters.prefix(2)).sorted() {
            let bounds = [letter, letter + 1].map { String(Unicode.Scalar($0)) }
            let found = try String.fetchCursor(words, arguments: [bounds[0], bounds[1], Self.most])
            while let word = try found.next() {
                let distance = Self.distance(letters, Array(word.utf8), atMost: min(allowed, best?.distance ?? allowed))
                guard let distance, distance < best?.distance ?? .max else { continue }
                if letter != letters[0], word.utf8.dropFirst().first != letters[0] { continue }
                best = (distance, word)
            }
        }
        return best?.word
    }

    /// How many letters are wrong, missing, too many or swapped with the next (optimal string alignment); nil for more
    /// than `limit`.
    static func distance(_ a: [UInt8], _ b: [UInt8], atMost limit: Int) -> Int? {
        guard abs(a.count - b.count) <= limit else { return nil }
        var (before, last) = ([Int](), Array(0...b.count))
        for i in a.indices {
            var row = [i + 1]
            row.reserveCapacity(b.count + 1)
            for j in b.indices {
                var least = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, before[j - 1] + 1) }
                row.append(least)
            }
            guard row.min() ?? 0 <= limit else { return nil }
            (before, last) = (last, row)
        }
        return last[b.count] <= limit ? last[b.count] : nil
    }
}
