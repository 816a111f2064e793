/// A JSON value of a log: a conversation in the words of some program, or what holds several.
enum LogObject {
    /// Keys below which lists of conversations stand.
    private static let wrappers = ["conversations", "tickets", "trackers", "data", "payload", "results", "items"]

    /// Takes in what the value holds; of several, one that is wrong does not hinder the others.
    static func take(_ value: SourceValue, into output: LogOutput) throws {
        if case .list(let values) = value.content {
            for value in values { _ = try output.collect { try take(value, into: output) } }
            return
        }
        let map = try value.map("a conversation")
        if map["turns"] != nil {
            try output.take(DesignLog.conversation(map))
        } else if map["events"] != nil {
            try output.take(RasaLog.conversation(map, output))
        } else if map["event"] != nil {
            try RasaLog.takeEvent(map, into: output)
        } else if ZendeskLog.isTicket(map) {
            try output.take(ZendeskLog.conversation(map, output))
        } else if ChatwootLog.holdsMessages(map) {
            try ChatwootLog.take(map, into: output)
        } else if let wrapped = wrappers.lazy.compactMap({ map[$0] }).first {
            try take(wrapped, into: output)
        } else {
            throw unknown(map)
        }
    }

    /// Whether a value is a conversation of a known kind, or its first item is one.
    static func isConversation(_ value: SourceValue) -> Bool {
        switch value.content {
        case .list(let values): values.first.map(isConversation) ?? false
        case .map(let map):
            map["turns"] != nil || map["event"] != nil || first(of: "events", map)?["event"] != nil
                || ZendeskLog.isTicket(map)
                // Questions with one answer are written as messages, too, each with a role.
                || ChatwootLog.holdsMessages(map) && first(of: "messages", map)?["role"] == nil
                || wrappers.lazy.compactMap { map[$0] }.first.map(isConversation) ?? false
        default: false
        }
    }

    private static func first(of key: String, _ map: SourceMap) -> SourceMap? {
        guard case .list(let values) = map[key]?.content, case .map(let first) = values.first?.content else {
            return nil
        }
        return first
    }

    private static func unknown(_ map: SourceMap) -> BotError {
        BotError(
            .badData, at: map.location, "this is no conversation: the key 'turns' is missing",
            mend: "Add 'id' and 'turns', or export it from Rasa (events), Chatwoot (messages) or Zendesk (comments)")
    }
}

extension SourceValue {
    /// A time as a text or a number; the error names the forms.
    func logTime() throws -> Double {
        let text = try string("the time")
        guard let time = LogTime.seconds(text) else {
            throw error("'\(text)' is no time", mend: "Write it as 2026-11-21T09:30:00Z")
        }
        return time
    }
}

extension SourceMap {
    /// The items of other keys than those known, as a JSON object; nil where none is left but null.
    func rest(besides known: Set<String>) -> String? {
        let rest = items.filter { !known.contains($0.key) && !$0.value.isNull }
        return rest.isEmpty ? nil : JSONText.object(rest.map { ($0.key, JSONText.of($0.value)) })
    }
}
