/// Related questions: what a customer may ask after an answer from the knowledge.
extension Bot {
    /// So many ids are remembered of what a customer was told or offered.
    private static let remembered = 100

    /// The questions to offer below a reply that told some entries; none where the bot asks something itself.
    func related(
        to parts: [Considered.Part], _ state: ConversationState, in conversation: String, customer: String?
    ) throws -> [ConversationState.Choice] {
        guard state.pending == nil else { return [] }
        var offered: [KnowledgeEntry] = []
        for part in parts {
            guard case .knowledge(let id) = part.decision.route,
                let entry = try mind.entry(id, part.understanding.language)
            else { continue }
            offered += try related(
                to: entry, part, seen: Set((state.seen ?? []) + offered.map(\.id)), in: conversation, customer)
        }
        return offered.unique(by: \.question).prefix(RelatedQuestions.most).map {
            ConversationState.Choice(option: .entry($0.id), title: $0.question)
        }
    }

    private func related(
        to entry: KnowledgeEntry, _ part: Considered.Part, seen: Set<String>, in conversation: String,
        _ customer: String?
    ) throws -> [KnowledgeEntry] {
        let language = part.understanding.language
        let next = try conversations.toldNext(
            after: entry.id, besides: conversation, customer: customer, fewest: RelatedQuestions.fewestConversations,
            most: RelatedQuestions.considered)
        let today = KnowledgeEntry.today()
        let told = try next.compactMap { id, count in
            try mind.entry(id, language).map { (entry: $0, count: count) }
        }.filter { $0.entry.isAnswered(on: today) }
        return RelatedQuestions(told: entry, language: language, seen: seen).chosen(
            neighbours: try mind.neighbours(of: entry, language, count: RelatedQuestions.considered),
            found: part.findings.hits, next: told)
    }

    /// Adds what a customer has seen now to what is remembered.
    static func remember(_ ids: [String], in state: inout ConversationState) {
        guard !ids.isEmpty else { return }
        let seen = (state.seen ?? []).filter { !ids.contains($0) } + ids
        state.seen = Array(seen.suffix(remembered))
    }
}
