/// Finds messages that say the same in nearly the same words: in any order, and but for one word at the most.
struct NearMessages: Sendable {
    /// Two messages, by their places, with the word that each has and the other has not.
    struct Pair: Sendable, Hashable {
        let earlier: Int
        let later: Int
        let earlierWord: UInt64?
        let laterWord: UInt64?

        var isSame: Bool { earlierWord == nil && laterWord == nil }
    }

    /// A message as it is found by: the sum of its words, or of all but one.
    private struct Key {
        let sum: UInt64
        let message: Int
        /// The word that is left out.
        let without: UInt64?
    }

    /// From so many words on, one may differ.
    private let fewestWords: Int
    private let keys: [Key]
    /// Of messages that share all but a word, so many are looked at for each: more are copies of one another.
    private static let mostLookedAt = 200

    init(_ messages: [MessageWords], fewestWords: Int) {
        self.fewestWords = fewestWords
        var keys: [Key] = []
        for (place, message) in messages.enumerated() where !message.hashes.isEmpty {
            let sum = message.sum
            keys.append(Key(sum: sum, message: place, without: nil))
            guard message.hashes.count >= fewestWords else { continue }
            for word in Set(message.hashes) { keys.append(Key(sum: sum &- word, message: place, without: word)) }
        }
        self.keys = keys.sorted { ($0.sum, $0.message, $0.without ?? 0) < ($1.sum, $1.message, $1.without ?? 0) }
    }

    /// For each message the earlier one that is nearest among those that `isWanted`, in the order of the messages.
    func pairs(where isWanted: (Pair) -> Bool) -> [Pair] {
        var found: [Int: Pair] = [:]
        var start = 0
        while start < keys.count {
            let end = keys[start...].firstIndex { $0.sum != keys[start].sum } ?? keys.count
            for later in start..<end {
                let message = keys[later].message
                if found[message]?.isSame == true { continue }
                let earlier = keys[start..<later].prefix(Self.mostLookedAt).lazy.compactMap { pair($0, keys[later]) }
                if let pair = earlier.first(where: isWanted), pair.isSame || found[message] == nil {
                    found[message] = pair
                }
            }
            start = end
        }
        return found.values.sorted { $0.later < $1.later }
    }

    private func pair(_ first: Key, _ second: Key) -> Pair? {
        guard first.message < second.message else { return nil }
        // Messages that lack the same word are the same with it, too.
        if let word = first.without, word == second.without { return nil }
        return Pair(
            earlier: first.message, later: second.message, earlierWord: first.without, laterWord: second.without)
    }
}
