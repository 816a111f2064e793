import Foundation
import Frontdesk
import Testing

/// JSON lines and tables of `intents/` are checked as YAML is.
@Suite("Labelled messages in intents/")
struct LabelledFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func problems() throws -> [String] {
        try IntentCatalog.read(BotFolder(folder.url), settings: Settings()).1.errors.map(\.description)
    }

    @Test("Each wrong line of JSON is told with what is wrong")
    func wrongLines() throws {
        try folder.write(
            #"""
            {bad
            {"text":"b c"
            "txt"
            {"text":5}
            {"txt":"a"}
            {"text":"a","intent":["b"]}
            {"text":null}
            {"intent": "refund", "text": "q w", "text": "q x"}
            {"text": "a", "intent": "refund", "domain": "c", "id": 5, "slots": []}
            """#, to: "intents/x.jsonl")
        #expect(
            try problems() == [
                "intents/x.jsonl:1:2: this is not valid JSON: a key in quotes is expected. Each line must be one JSON object",
                "intents/x.jsonl:2:14: this is not valid JSON: ',' or '}' is expected. Each line must be one JSON object",
                "intents/x.jsonl:3:1: a labelled message must have keys and values, not be a text. "
                    + #"Write {"text": "…", "intent": "…"}"#,
                "intents/x.jsonl:4:9: the text must stand in quotes",
                "intents/x.jsonl:5:2: unknown key 'txt'. Did you mean 'text'?",
                "intents/x.jsonl:6:22: the intent must be a text, not a list",
                "intents/x.jsonl:7:2: the key 'text' has no value. Write one behind it",
                "intents/x.jsonl:8:37: the key 'text' stands twice. Keep one of them",
            ])
    }

    @Test("A text that says nothing, and one with a control character, are no examples")
    func wrongTexts() throws {
        try folder.write(
            #"""
            {"text": "", "intent": "refund"}
            {"text": "  ", "intent": "refund"}
            {"text": "a\u001bb", "intent": "refund"}
            {"text": "two\nlines and a\ttab", "intent": "refund"}
            """#, to: "intents/x.jsonl")
        #expect(
            try problems() == [
                "intents/x.jsonl:1:10: the example is empty. Write one or remove the line",
                "intents/x.jsonl:2:10: the example is empty. Write one or remove the line",
                "intents/x.jsonl:3:10: the control character U+001B stands in the example. Take it out",
            ])
        try folder.write("intent,example\nrefund,a\u{1B}b\n", to: "intents/x.csv")
        try FileManager.default.removeItem(at: folder.url.appending(path: "intents/x.jsonl"))
        #expect(
            try problems() == ["intents/x.csv:2:8: the control character U+001B stands in the example. Take it out"])
    }

    /// A name as a string of JSON, which is one of YAML too.
    private func quoted(_ name: String) -> String {
        "\"" + name.replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
    }

    /// Writes an intent of a name in each of the three forms, each into a bot of its own; the problems of each.
    private func problems(ofName name: String) throws -> [[String]] {
        let files = [
            ("x.yml", "intent: \(quoted(name))\nexamples: |\n  - hello\n"),
            ("x.jsonl", "{\"text\": \"hello\", \"intent\": \(quoted(name))}\n"),
            ("x.csv", DelimitedText.line(["intent", "example"]) + "\n" + DelimitedText.line([name, "hello"]) + "\n"),
        ]
        return try files.map { file, text in
            try? FileManager.default.removeItem(at: folder.url.appending(path: "intents"))
            try folder.write(text, to: "intents/\(file)")
            return try problems()
        }
    }

    @Test(
        "One rule tells what is no name, whatever the file",
        arguments: ["a b", "{{facts.x}}", "😀😀", "a\"b", "it's", "“a”", "x\ny", "a\u{202E}b"])
    func refusedNames(_ name: String) throws {
        for problems in try problems(ofName: name) {
            #expect(problems.count == 1)
            #expect(
                problems.first?.hasSuffix(
                    " is no name for an intent. Use letters, digits and signs such as _ - . / ?, but no blanks, quotes, "
                        + "braces, control characters or emoji") == true)
        }
    }

    @Test(
        "Names of public data sets are names",
        arguments: [
            "card_payment_fee_charged", "Refund_not_showing_up", "reverted_card_payment?", "cancel_order/refund",
            "flight+airfare", "a.b", "买家表示麻烦卖家，表达感谢",
        ])
    func acceptedNames(_ name: String) throws {
        #expect(try problems(ofName: name) == [[], [], []])
        #expect(try IntentCatalog.load(BotFolder(folder.url), settings: Settings()).names == [name])
    }

    @Test("An empty name is none, and the label of what nothing fits is none either")
    func noNames() throws {
        let empty = try problems(ofName: "")
        #expect(empty[0] == ["intents/x.yml:1:9: the intent's name is empty. Write one"])
        #expect(
            empty[1] == [
                "intents/x.jsonl:1:29: the intent's name is empty. Write one, or leave the key out where no intent fits"
            ])
        #expect(empty[2] == ["intents/x.csv:2:1: this row names no intent. Fill the column 'intent'"])
        let nothing = try problems(ofName: "oos")
        let problem = "'oos' is no name for an intent: it says that nothing fits. Choose another name"
        #expect(nothing == [["intents/x.yml:1:9: \(problem)"], [], ["intents/x.csv:2:1: \(problem)"]])
    }

    @Test("A line without an intent, with null or with the label of what nothing fits is out of scope")
    func outOfScope() throws {
        try folder.write(
            #"""
            {"text": "one"}
            {"text": "two", "intent": null}
            {"text": "three", "intent": "oos"}
            {"text": "four", "intent": "refund"}
            """#, to: "intents/x.jsonl")
        let catalog = try IntentCatalog.load(BotFolder(folder.url), settings: Settings())
        #expect(catalog.outOfScope.map(\.text) == ["one", "two", "three"])
        #expect(catalog.outOfScope.map(\.location.line) == [1, 2, 3] && catalog.names == ["refund"])
    }

    @Test("A row of a table is learnt or told")
    func wrongRows() throws {
        try folder.write(
            "intent,language,example,answer\ngreet,klingon,hello,\ngreet,en,,\ngreet,en,hi\ngreet,en,good day,\n",
            to: "intents/x.csv")
        #expect(
            try problems() == [
                "intents/x.csv:2:7: 'klingon' is no language. Write its two-letter code, such as en or zh",
                "intents/x.csv:3:1: this row has neither an example nor an answer. Fill one of them in, or delete the row",
                "intents/x.csv:4:1: the row has 3 fields where the header has 4. Fill in a separator for each field, also for empty ones",
            ])
    }

    @Test("Messages of an intent that has a file belong into it", arguments: ["more.jsonl", "z.jsonl", "more.csv"])
    func intentWithAFile(_ name: String) throws {
        try folder.write("intent: refund\nexamples: |\n  - hello\n", to: "intents/refund.yml")
        let isTable = name.hasSuffix("csv")
        try folder.write(
            isTable ? "intent,example\nrefund,good day\n" : #"{"text": "good day", "intent": "refund"}"#,
            to: "intents/\(name)")
        #expect(
            try problems() == [
                "intents/\(name):\(isTable ? "2:1" : "1"): the intent 'refund' has a file of its own, intents/refund.yml:1:9. "
                    + "Move its messages from here to the 'examples' there"
            ])
    }
}
