/// Conversations of Chatwoot, as its API gives them: with their messages, or the messages alone, which name them.
enum ChatwootLog {
    /// Whether an object is a conversation with messages, or a list of messages.
    static func holdsMessages(_ map: SourceMap) -> Bool {
        if map["messages"] != nil { return true }
        guard case .list(let payload) = map["payload"]?.content, case .map(let first) = payload.first?.content else {
            return false
        }
        return first["message_type"] != nil
    }

    static func take(_ map: SourceMap, into output: LogOutput) throws {
        if let messages = map["messages"] {
            try output.take(conversation(map, messages, output))
        } else {
            let messages = try map.required("payload").list("the messages").map { try $0.map("a message") }
            for message in messages { _ = try output.collect { try take(message: message, into: output) } }
        }
    }

    private static func conversation(
        _ map: SourceMap, _ messages: SourceValue, _ output: LogOutput
    ) throws -> ReadConversation {
        let meta = try map["meta"]?.map("'meta'")
        var conversation = ReadConversation(id: id(try map.required("id").string("the id")), location: map.location)
        conversation.customer = try customer(meta?["sender"])
        conversation.channel = try meta?["channel"]?.string("the channel").replacing("Channel::", with: "")
        conversation.outcome = try map["status"]?.string("the status")
        if let labels = map["labels"], labels.content != .list([]) {
            conversation.extra = JSONText.object([("labels", JSONText.of(labels))])
        }
        for message in try messages.list("the messages") {
            if let turn = try turn(message.map("a message"), output) { conversation.turns.append(turn) }
        }
        conversation.sortByTime()
        return conversation
    }

    private static func take(message: SourceMap, into output: LogOutput) throws {
        let conversation = ReadConversation(
            id: id(try message.required("conversation_id").string("the conversation's id")), location: message.location)
        do {
            if let turn = try turn(message, output) { try output.take(turn, of: conversation) }
        } catch {
            output.spoil(conversation.id)
            throw error
        }
    }

    /// Other programs count from one as well.
    private static func id(_ number: String) -> String { "chatwoot-\(number)" }

    private static func customer(_ sender: SourceValue?) throws -> String? {
        let sender = try sender?.map("the sender")
        return try (sender?["identifier"] ?? sender?["id"])?.string("the customer")
    }

    /// Nil for what was not said to the customer, or by them.
    private static func turn(_ message: SourceMap, _ output: LogOutput) throws -> ReadTurn? {
        guard message["private"]?.text != "true", let speaker = try speaker(of: message) else { return nil }
        guard let text = try message["content"]?.string("the content"), !text.isBlank else {
            output.skipWithoutText()
            return nil
        }
        return ReadTurn(
            speaker: speaker, text: text, time: try message["created_at"]?.logTime(), location: message.location)
    }

    /// Nil for an activity, such as "Conversation was resolved"; templates are sent by the program itself.
    private static func speaker(of message: SourceMap) throws -> Turn.Speaker? {
        let type = try message.required("message_type")
        switch try type.string("the message's type") {
        case "0", "incoming": return .customer
        case "1", "outgoing":
            return try message["sender"]?.map("the sender")["type"]?.text == "agent_bot" ? .bot : .agent
        case "2", "activity": return nil
        case "3", "template": return .bot
        case let other:
            throw type.error(
                "'\(other)' is no type of a message", mend: "Known are 0 (incoming), 1 (outgoing), 2 and 3")
        }
    }
}
