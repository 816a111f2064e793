/// Conversations as `export logs` writes them: an object with `id` and `turns`.
enum DesignLog {
    private static let keys: Set<String> = ["id", "customer", "channel", "language", "outcome", "turns"]
    private static let keysOfTurns: Set<String> = [
        "speaker", "text", "time", "intent", "route", "answer_id", "confidence", "model", "feedback",
    ]

    static func conversation(_ map: SourceMap) throws -> ReadConversation {
        var conversation = ReadConversation(id: try map.required("id").string("the id"), location: map.location)
        guard !conversation.id.isBlank else {
            throw BotError(.badData, at: map.location, "the id is empty", mend: "Give each conversation its own")
        }
        conversation.customer = try map["customer"]?.string("the customer")
        conversation.channel = try map["channel"]?.string("the channel")
        conversation.language = try map["language"]?.string("the language")
        conversation.outcome = try map["outcome"]?.string("the outcome")
        conversation.extra = map.rest(besides: keys)
        conversation.turns = try map.required("turns").list("the turns").map { try turn($0.map("a turn")) }
        return conversation
    }

    private static func turn(_ map: SourceMap) throws -> ReadTurn {
        let intent = map["intent"]
        return ReadTurn(
            speaker: try map.required("speaker").choice("the speaker", of: Turn.Speaker.self),
            text: try map.required("text").string("the text"), time: try map["time"]?.logTime(),
            intent: try intent?.string("the intent"), route: try map["route"]?.string("the route"),
            answerID: try map["answer_id"]?.string("the answer's id"),
            confidence: try map["confidence"]?.number("the confidence"), model: try map["model"]?.string("the model"),
            feedback: try map["feedback"]?.choice("the feedback", of: Turn.Feedback.self),
            extra: map.rest(besides: keysOfTurns), location: intent?.location ?? map.location)
    }
}
