internal import GRDB
internal import Synchronization

/// Finds the word of the index that a mistyped one was meant to be.
struct SpellingCorrection {
    /// Shorter words are one letter away from too many others.
    private static let fewestLetters = 5
    /// From so many letters on two of them may be wrong.
    private static let longWord = 8
    /// So many words with one beginning are looked at: as many as a very large knowledge base has.
    private static let most = 20_000

    private let words: Statement

    init(_ database: Database) throws {
        words = try database.cachedStatement(
            sql: """
                SELECT term FROM (SELECT term FROM knowledge_word_counts WHERE term >= ? AND term < ? LIMIT ?)
                WHERE length(term) BETWEEN ? AND ?
                """)
    }

    /// The nearest stem in the index with the same first letter, or with the first two the other way round; nil where
    /// none is near.
    func correction(of stem: String) throws -> String? {
        let letters = Array(stem.utf8)
        guard letters.count >= Self.fewestLetters, letters.allSatisfy({ 97...122 ~= $0 }) else { return nil }
        let allowed = letters.count >= Self.longWord ? 2 : 1
        var best: (distance: Int, word: String)?
        for beginning in Self.beginnings(of: letters) where best?.distance != 1 {
            let bounds = Self.bounds(beginning)
            let found = try String.fetchCursor(
                words,
                arguments: [bounds.from, bounds.to, Self.most, letters.count - allowed, letters.count + allowed])
            while let word = try found.next() {
                let limit = best.map { $0.distance - 1 } ?? allowed
                guard let distance = Self.distance(letters, Array(word.utf8), atMost: limit) else { continue }
                best = (distance, word)
            }
        }
        return best?.word
    }

    /// What the word that was meant may begin with; most begin with the same two letters, and those are few.
    private static func beginnings(of letters: [UInt8]) -> [[UInt8]] {
        let swapped = [letters[1], letters[0]]
        return [Array(letters.prefix(2)), [letters[0]]] + (swapped[0] == swapped[1] ? [] : [swapped])
    }

    /// The words from the first on, and before the second, are those with a beginning.
    private static func bounds(_ beginning: [UInt8]) -> (from: String, to: String) {
        let next = beginning.dropLast() + [beginning[beginning.count - 1] + 1]
        return (String(decoding: beginning, as: UTF8.self), String(decoding: next, as: UTF8.self))
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

/// What mistyped words were found to mean, so that all readings of a message look each up once.
final class SpellingMemory: Sendable {
    private static let most = 1000

    private let known = Mutex<[String: String?]>([:])

    /// The correction that was found before, or else what `find` finds now.
    func correction(of word: String, else find: (String) throws -> String?) rethrows -> String? {
        if let correction = known.withLock({ $0[word] }) { return correction }
        let found = try find(word)
        known.withLock { known in
            if known.count >= Self.most { known = [:] }
            known.updateValue(found, forKey: word)
        }
        return found
    }
}
