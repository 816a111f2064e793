internal import Foundation

/// Names for topics: the words that their messages have more often than others, as `snake_case`; of Chinese, bigrams.
///
/// A topic whose messages share no such word has the first words of its most typical one.
struct TopicNames {
    /// In how many messages of each topic a word stands.
    private var counts: [[String: Int]]
    private var sizes: [Int]
    private let whole: [String: Int]
    /// The words of each topic's most typical message.
    private let typical: [[String]]

    private static let words = 3

    /// `texts` are the messages of each topic, the most typical first.
    init(_ texts: [[String]]) {
        counts = texts.map { texts in
            texts.reduce(into: [:]) { counts, text in
                for word in Set(Self.words(of: text)) { counts[word, default: 0] += 1 }
            }
        }
        typical = texts.map { texts in texts.first.map { Self.words(of: $0).unique { $0 } } ?? [] }
        sizes = texts.map(\.count)
        whole = counts.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
    }

    /// The topics' names, no two alike.
    var names: [String] {
        var seen: [String: Int] = [:]
        return counts.indices.map { topic in
            let own = words(of: topic)
            let parts = own.isEmpty ? Array(typical[topic].prefix(Self.words)) : own
            let name = parts.isEmpty ? "topic" : parts.joined(separator: "_")
            seen[name, default: 0] += 1
            return seen[name] == 1 ? name : "\(name)_\(seen[name] ?? 0)"
        }
    }

    private func words(of topic: Int) -> [String] {
        let scores = counts[topic].map { (word: $0.key, score: score($0.key, $0.value, topic)) }
        return scores.filter { $0.score > 0 }.sorted { ($1.score, $0.word) < ($0.score, $1.word) }
            .prefix(Self.words).map(\.word)
    }

    /// How many of the topic's messages have a word, times how much more often than all messages have it, squared.
    private func score(_ word: String, _ count: Int, _ topic: Int) -> Double {
        let share = Double(count) / Double(sizes[topic])
        let usual = Double((whole[word] ?? 0) + 1) / Double(sizes.reduce(0, +) + 1)
        // What a single message says is no name for several; a lone topic is named by what is most frequent.
        guard count > 1 || sizes[topic] == 1 else { return 0 }
        guard counts.count > 1 else { return share }
        let own = log(share / usual)
        return own > 0 ? share * own * own : 0
    }

    /// What a name may hold of a text, in its order.
    private static func words(of text: String) -> [String] {
        let runs = TextRuns(text)
        return runs.runs.flatMap { run -> [String] in
            let word = runs.text(of: run)
            switch run.kind {
            case .word: return word.count > 2 && !WrittenLanguage.isSmall(word) ? [word] : []
            case .ideographs: return zip(word, word.dropFirst()).map { "\($0)\($1)" }
            case .number: return []
            }
        }
    }
}
