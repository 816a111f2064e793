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
        first.understanding.candidates.prefix(10).map { Reply.Ranked(intent: $0.option.name, confidence: $0.confidence) }
    }
}
