/// Finds what a mistyped word was meant to be.
package enum Suggestion {
    /// `Did you mean 'aliases'?`, or the list of what is known where nothing is near; nil where nothing is known.
    package static func mend(for word: String, among known: [String]) -> String? {
        if known.isEmpty { return nil }
        return question(for: word, among: known)
            ?? "Known are \(known.map { "'\($0)'" }.joined(separator: ", "))"
    }

    /// `Did you mean 'aliases'?`; nil where nothing is near.
    static func question(for word: String, among known: [String]) -> String? {
        nearest(to: word, among: known).map { "Did you mean '\($0)'?" }
    }

    /// The known word at the smallest edit distance, where that is at most a third of its length.
    package static func nearest(to word: String, among known: [String]) -> String? {
        let ranked = known.map { (word: $0, distance: distance(word.lowercased(), $0.lowercased())) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
        if best.distance <= max(1, max(word.count, best.word.count) / 3) { return best.word }
        // Half a name is a name that is not finished.
        return word.count > 2 ? known.first { $0.lowercased().hasPrefix(word.lowercased()) } : nil
    }

    /// Edits (insert, delete, replace, swap neighbours) that make one word the other.
    package static func distance(_ first: String, _ second: String) -> Int {
        let a = Array(first.unicodeScalars)
        let b = Array(second.unicodeScalars)
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var best = min(last[j] + (a[i] == b[j] ? 0 : 1), row[j] + 1, last[j + 1] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
                row.append(best)
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}
