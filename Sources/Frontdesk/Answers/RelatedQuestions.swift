/// Chooses what a customer may ask next, below an answer from the knowledge.
///
/// Three things speak for an entry: that its question is near to that of the entry told, that the message found it too,
/// and that others were told it next. Nothing is offered twice, nor what says nearly the same as the answer.
struct RelatedQuestions {
    static let most = 3
    /// How many neighbours are looked at: most of those that are left out are left out for their language.
    static let considered = 12

    /// A question less near than this, of which the entry told is 1, is about something else.
    private static let farthest = 0.5
    /// Answers that share more of their words than this tell the same.
    private static let sameAnswer = 0.6
    /// In fewer conversations than this one entry followed another by chance.
    static let fewestConversations = 2
    private static let weight = 0.5

    let told: KnowledgeEntry
    let language: Language
    /// Ids that are not offered any more.
    let seen: Set<String>

    /// The entries to offer, the best first; `next` has what enough others were told next, each with their number.
    func chosen(
        neighbours: [KnowledgeSearch.Neighbour], found hits: [KnowledgeHit], next: [(entry: KnowledgeEntry, count: Int)]
    ) -> [KnowledgeEntry] {
        var entries: [String: (entry: KnowledgeEntry, score: Double)] = [:]
        for neighbour in neighbours where neighbour.similarity >= Self.farthest {
            entries[neighbour.entry.id] = (neighbour.entry, neighbour.similarity)
        }
        let most = Double(next.map(\.count).max() ?? 1)
        for (entry, count) in next {
            entries[entry.id, default: (entry, 0)].score += Self.weight * Double(count) / most
        }
        if let first = hits.first, first.score > 0, hits.contains(where: { $0.entry.id == told.id }) {
            for hit in hits where entries[hit.entry.id] != nil {
                entries[hit.entry.id]?.score += Self.weight * max(0, hit.score) / first.score
            }
        }
        let fitting = entries.values.filter { isOffered($0.entry) }
        let ranked = fitting.sorted { ($0.score, $1.entry.id) > ($1.score, $0.entry.id) }.map(\.entry)
        return Array(ranked.unique(by: \.question).prefix(Self.most))
    }

    private func isOffered(_ entry: KnowledgeEntry) -> Bool {
        entry.language == language && entry.id != told.id && !seen.contains(entry.id) && !entry.answer.isEmpty
            && !isSame(entry)
    }

    /// The same words in another order or form, in the question or, but for a few, in the answer.
    private func isSame(_ entry: KnowledgeEntry) -> Bool {
        Self.shared(entry.question, told.question) == 1 || Self.shared(entry.answer, told.answer) >= Self.sameAnswer
    }

    /// The share of two texts' words that both hold.
    private static func shared(_ first: String, _ second: String) -> Double {
        let (first, second) = (Set(TextAnalysis(first).words), Set(TextAnalysis(second).words))
        let all = first.union(second).count
        return all == 0 ? 1 : Double(first.intersection(second).count) / Double(all)
    }
}
