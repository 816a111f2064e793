/// What Tab offers: the first word of a line, and the words after certain first ones.
package struct Completion: Sendable, Hashable {
    package enum Offer: Sendable, Hashable {
        case words([String])
        case files
    }

    /// The words that may begin a line.
    package var first: [String]
    /// What may follow a first word.
    package var following: [String: Offer]

    package init(first: [String] = [], following: [String: Offer] = [:]) {
        self.first = first
        self.following = following
    }

    /// What fits `word`, which stands after `before` on the line.
    package func offer(for word: String, after before: String) -> Offer {
        let start = before.drop(while: \.isWhitespace)
        if start.isEmpty { return .words(word.isEmpty ? [] : first.filter { $0.hasPrefix(word) }) }
        let command = String(start.prefix { !$0.isWhitespace })
        switch following[command] {
        case .files: return .files
        case .words(let words): return .words(words.filter { $0.hasPrefix(word) })
        case nil: return .words([])
        }
    }
}
