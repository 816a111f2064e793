import Frontdesk
import Testing

@Suite("Labelled messages to test with")
struct EvaluationMessageTests {
    private func read(_ text: String) throws -> [EvaluationMessage] {
        try EvaluationMessage.read(text, named: "m.jsonl", intents: ["refund"])
    }

    @Test("Keys of public data sets are left alone, and a language that is given counts")
    func extraKeys() throws {
        let messages = try read(
            #"""
            {"text": "a", "intent": "refund", "domain": "c", "id": 5, "label": 0, "label_id": "3", "slots": [], "lang": "de"}
            {"text": "ok", "intent": null, "original_intent": "x", "kind": "near"}
            {"text": "ok", "knowledge": "k", "accept": ["refund", "l"], "language": "zh"}
            """#)
        #expect(messages.map(\.intent) == ["refund", nil, nil])
        #expect(messages.map(\.kind) == [nil, "near", nil])
        #expect(messages.map(\.language) == [.english, .english, .chinese])
        #expect(messages.map(\.right) == [[.intent("refund")], [], [.entry("k"), .intent("refund"), .entry("l")]])
        #expect(messages.map(\.location.description) == ["m.jsonl:1", "m.jsonl:2", "m.jsonl:3"])
    }

    @Test("A mistyped key, a language that cannot be read and values of other types are told with their places")
    func wrongLines() throws {
        let errors = #expect(throws: BotErrors.self) {
            try read(
                #"""
                {"text": "a", "knowlege": "x"}
                {"text": "a", "Intent": "refund"}
                {"text": "a", "language": "xx"}
                {"text": "a", "accept": "refund"}
                {"text": "a", "intent": ""}
                {"text": "a" "intent": "refund"}
                []
                """#)
        }
        #expect(
            errors?.errors.map(\.description) == [
                "m.jsonl:1:15: unknown key 'knowlege'. Did you mean 'knowledge'?",
                "m.jsonl:2:15: unknown key 'Intent'. Did you mean 'intent'?",
                "m.jsonl:3:27: the bot cannot read 'xx' yet. Known are en and zh",
                "m.jsonl:4:25: 'accept' must be a list, not a text",
                "m.jsonl:5:25: the intent's name is empty. Write one, or leave the key out where no intent fits",
                "m.jsonl:6:14: this is not valid JSON: ',' or '}' is expected. Each line must be one JSON object",
                "m.jsonl:7:1: a labelled message must have keys and values, not be a list. "
                    + #"Write {"text": "…", "intent": "…"} or {"text": "…", "knowledge": "ID"}"#,
            ])
    }
}
