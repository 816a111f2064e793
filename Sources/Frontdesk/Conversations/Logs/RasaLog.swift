/// Conversations of Rasa: trackers with their events, and single events as an event broker writes them.
///
/// What Rasa took a message for is no label: it is kept as `predicted_intent`.
enum RasaLog {
    private static let speakers: [String: Turn.Speaker] = ["user": .customer, "bot": .bot, "agent": .agent]

    /// A tracker, as its store and the HTTP API give it.
    static func conversation(_ map: SourceMap, _ output: LogOutput) throws -> ReadConversation {
        var conversation = try header(map)
        let events = try map.required("events").list("the events").map { try $0.map("an event") }
        for event in events {
            conversation.channel = try conversation.channel ?? channel(of: event)
            if let turn = try turn(event, output) { conversation.turns.append(turn) }
        }
        return conversation
    }

    /// An event of a broker, which names its conversation.
    static func takeEvent(_ map: SourceMap, into output: LogOutput) throws {
        var conversation = try header(map)
        conversation.channel = try channel(of: map)
        do {
            if let turn = try turn(map, output) { try output.take(turn, of: conversation) }
        } catch {
            output.spoil(conversation.id)
            throw error
        }
    }

    private static func header(_ map: SourceMap) throws -> ReadConversation {
        let sender = try map.required("sender_id").string("the sender's id")
        return ReadConversation(id: sender, customer: sender, location: map.location)
    }

    private static func channel(of event: SourceMap) throws -> String? {
        try event["input_channel"]?.string("the channel")
    }

    /// Nil for what is no message.
    private static func turn(_ event: SourceMap, _ output: LogOutput) throws -> ReadTurn? {
        guard let speaker = speakers[try event.required("event").string("the event")] else { return nil }
        guard let text = try event["text"]?.string("the text"), !text.isBlank else {
            output.skipWithoutText()
            return nil
        }
        var turn = ReadTurn(
            speaker: speaker, text: text, time: try event["timestamp"]?.logTime(), location: event.location)
        if speaker == .customer { turn.extra = try prediction(event) }
        return turn
    }

    private static func prediction(_ event: SourceMap) throws -> String? {
        guard let intent = try event["parse_data"]?.map("'parse_data'")["intent"]?.map("the intent"),
            let name = intent["name"]
        else { return nil }
        let confidence = intent["confidence"].map { [("predicted_confidence", JSONText.of($0))] } ?? []
        return JSONText.object([("predicted_intent", JSONText.of(name))] + confidence)
    }
}
