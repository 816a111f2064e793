import Frontdesk
import Testing

@Suite struct SourceValueTests {
    @Test func readsYAMLWithPlaces() throws {
        let map = try SourceValue.yaml("name: refund\nexamples: |\n  - where: is it\nn: 5\nnone: ~\n", file: "a.yml")
            .map("a file")
        #expect(try map.required("name").string("'name'") == "refund")
        let examples = try map.required("examples")
        #expect(examples.content == .text("- where: is it\n", .block))
        #expect(examples.location == SourceLocation(file: "a.yml", line: 2, column: 11))
        #expect(try map["n"]?.integer("'n'") == 5)
        #expect(map["none"] == nil)
        let error = #expect(throws: BotError.self) { try map.required("none") }
        #expect(error?.description == "a.yml:5:1: the key 'none' has no value. Write one behind it")
    }

    @Test func anEmptyDocumentIsNull() throws {
        #expect(try SourceValue.yaml("# nothing\n", file: "a.yml").isNull)
    }

    @Test func unknownKeySuggestsTheNearest() throws {
        let map = try SourceValue.yaml("anwser: yes\n", file: "a.yml").map("an entry")
        let error = #expect(throws: BotError.self) { try map.allow(["question", "answer"]) }
        #expect(error?.description == "a.yml:1:1: unknown key 'anwser'. Did you mean 'answer'?")
    }

    @Test func duplicateKeysAreErrors() {
        let yaml = #expect(throws: BotError.self) { try SourceValue.yaml("a: 1\nb: 2\na: 3\n", file: "a.yml") }
        #expect(yaml?.problem == "the key 'a' stands twice")
        let json = #expect(throws: BotError.self) {
            try SourceValue.json(#"{"a": 1, "a": 2}"#, file: "a.jsonl", line: 7)
        }
        #expect(json?.description == "a.jsonl:7:10: the key 'a' stands twice. Keep one of them")
    }

    @Test func badYAMLNamesThePlace() {
        let error = #expect(throws: BotError.self) { try SourceValue.yaml("a: [1, 2\nb: 3\n", file: "x/a.yml") }
        #expect(error?.location?.file == "x/a.yml")
        #expect(error?.location?.line == 2)
    }

    @Test func aliasBombsAreRefused() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...8 {
            text +=
                "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
                + "]\n"
        }
        let error = #expect(throws: BotError.self) { try SourceValue.yaml(text, file: "a.yml") }
        #expect(error?.problem.contains("two million") == true)
    }

    @Test func wordsAreNeverGuessedToBeOtherThanText() throws {
        let map = try SourceValue.yaml("a: no\nb: 007\nc: 'null'\nd: null\n", file: "a.yml").map("a file")
        #expect(map["a"]?.text == "no")
        #expect(map["b"]?.text == "007")
        #expect(map["c"]?.text == "null")
        #expect(map["d"] == nil)
    }

    @Test func readsJSON() throws {
        let value = try SourceValue.json(
            #" {"t": "a\"\u00e9\ud83d\ude00\n", "l": [1, -2.5e3, true, null, {}], "e": []} "#, file: "a")
        let map = try value.map("a value")
        #expect(map["t"]?.text == "a\"é😀\n")
        let list = try map.required("l").list("'l'")
        #expect(list.map(\.text) == ["1", "-2.5e3", "true", nil, nil])
        #expect(try list[1].number("a number") == -2500)
        #expect(try map.required("e").list("'e'").isEmpty)
    }

    @Test(arguments: [
        "{", "[1,]", "{\"a\"}", "01", "nul", "\"abc", "\"\\x\"", "\"\\ud800\"", "1 2", "{a: 1}", "\"a\nb\"", "",
        "\"\\u12\"", "\"a\\u0000b\"",
        "+1", "[", "tru", "'a'",
    ])
    func badJSONIsRefused(_ text: String) {
        #expect(throws: BotError.self) { try SourceValue.json(Substring(text), file: "a.jsonl") }
    }

    @Test func deepNestingIsRefused() {
        let text = String(repeating: "[", count: 100_000)
        #expect(throws: BotError.self) { try SourceValue.json(Substring(text), file: "a.jsonl") }
    }

    @Test func jsonLinesReportEveryBadLine() throws {
        let errors = #expect(throws: BotErrors.self) {
            try SourceValue.jsonLines("{\"a\": 1}\n\n{\"a\" 1}\n[\n", file: "a.jsonl")
        }
        #expect(errors?.errors.map(\.location?.line) == [3, 4])
        #expect(try SourceValue.jsonLines("{\"a\": 1}\n\n{\"a\": 2}", file: "a.jsonl").map(\.location.line) == [1, 3])
    }

    @Test func nearestWordAllowsOneSlipInThree() {
        #expect(Suggestion.nearest(to: "alaises", among: ["aliases", "answer"]) == "aliases")
        #expect(Suggestion.nearest(to: "colour", among: ["aliases", "answer"]) == nil)
        #expect(Suggestion.distance("ab", "ba") == 1)
    }
}
