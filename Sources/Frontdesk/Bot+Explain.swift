package import Foundation

/// What the bot tells about a reply: to machines as JSON, to people through `/why`.
extension Bot.Considered {
    func reply(_ said: Bot.Said, state: ConversationState, turn: Int64, milliseconds: Double) -> Reply {
        Reply(
            text: said.text, route: said.route, intent: said.intent, confidence: confidence, ranking: ranking,
            outOfScope: first.understanding.outOfScope, citations: said.citations, suggestions: said.suggestions,
            slots: state.slots, language: language, conversation: conversation, turn: turn, milliseconds: milliseconds)
    }

    /// Intents and entries together, the most confident first.
    var ranking: [Reply.Ranked] {
        first.understanding.candidates.prefix(10).map {
            Reply.Ranked(intent: $0.option.name, confidence: $0.confidence)
        }
    }
}

extension Bot {
    /// How the last message of a conversation was understood and why it was answered as it was; nil before the first.
    package func explain(_ conversation: String) -> Explanation? {
        guard let last, last.conversation == conversation else { return nil }
        let part = last.first
        let thresholds = last.thresholds
        return Explanation(
            message: last.text, rule: last.parts.map(\.decision.rule).joined(separator: "; "),
            route: last.parts.map(\.decision.route.name).joined(separator: ", "), ranking: last.ranking,
            outOfScope: part.understanding.outOfScope,
            thresholds: [
                "answer": thresholds.answer, "clarify": thresholds.clarify, "urgent": thresholds.urgent,
                "handoff": thresholds.handoff,
            ],
            neighbours: part.findings.ranking.nearest.map { example in
                Explanation.Neighbour(
                    text: example.text, intent: example.intent ?? "none", similarity: Double(example.similarity),
                    location: example.location)
            },
            hits: part.findings.hits.map { hit in
                Explanation.Hit(
                    id: hit.entry.id, question: hit.entry.question, confidence: hit.confidence, parts: hit.explanation,
                    location: hit.entry.location)
            })
    }

    /// Whether anything was said in a conversation, to this process or an earlier one.
    package func hasTurns(in conversation: String) throws -> Bool {
        try !conversations.turns(of: conversation, last: 1).isEmpty
    }

    /// Writes a conversation as one JSON line of dialogue logs; personal data stays in, since its owner asked for it.
    ///
    /// False, and no file, where nothing was said in it.
    package func export(conversation: String, to file: URL) throws -> Bool {
        let name = file.path(percentEncoded: false)
        try folder.assertNotOwn(file, named: name)
        let turns = try conversations.turns(of: conversation)
        guard !turns.isEmpty else { return false }
        let language = last.flatMap { $0.conversation == conversation ? $0.language.rawValue : nil }
        let said = LoggedConversation(id: conversation, language: language, turns: turns)
        try AtomicFile.write(said.json + "\n", to: file, named: name, mode: 0o600)
        return true
    }
}
