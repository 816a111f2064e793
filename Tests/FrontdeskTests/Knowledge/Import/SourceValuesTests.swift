import Frontdesk
import Testing

@Suite struct SourceValuesTests {
    private func pairs(_ text: String, _ name: String = "a.json", _ columns: [String: String] = [:]) throws
        -> [[String]]
    {
        let read = try ImportFixture.read(text, as: name, columns: columns)
        try read.problems.throwIfAny()
        return read.records.map { [$0.question, $0.answer] + $0.aliases }
    }

    @Test(arguments: [
        #"[{"question": "Q", "answer": "A"}]"#, #"{"data": [{"q": "Q", "a": "A"}]}"#,
        #"{"total": 1, "faqs": [{"问题": "Q", "答案": "A"}], "tags": ["x"]}"#,
        #"{"code": 0, "data": {"items": [{"title": "Q", "content": "A", "views": 5}]}}"#,
        #"[{"question": "Q", "answer": {"type": "text", "text": "A"}}]"#,
    ])
    func aListOfObjectsWhereverItStands(_ text: String) throws {
        #expect(try pairs(text) == [["Q", "A"]])
    }

    @Test func listsOfTextsAreLinesAndAliases() throws {
        #expect(
            try pairs(
                #"[{"question": "Q", "answers": ["one", "two"], "similar_questions": ["x", "Q", {"text": "y"}]}]"#)
                == [["Q", "one\ntwo", "x", "y"]])
        #expect(
            try pairs(#"[{"question": "Q", "answer": "A", "alias1": "x", "alias2": "y|z"}]"#) == [
                ["Q", "A", "x", "y", "z"]
            ])
        #expect(try pairs("faqs:\n  - 标准问: Q\n    回复: [一, 二]\n    相似问: x|y\n", "a.yml") == [["Q", "一\n二", "x", "y"]])
    }

    @Test func linesAndListsAreToldApartWhateverTheEnding() throws {
        let lines = try ImportFixture.read("{\"q\": \"Q\"}\n{\"q\": \"R\"}\n", as: "a.json")
        #expect(lines.records.map(\.question) == ["Q", "R"] && lines.notes == ["read as JSON lines"])
        let list = try ImportFixture.read("[{\"q\": \"Q\"},\n{\"q\": \"R\"}]\n", as: "a.jsonl")
        #expect(list.records.map(\.question) == ["Q", "R"] && list.notes == ["read as one JSON list"])
        #expect(try pairs("{\n\"data\": [\n{\"q\": \"Q\", \"a\": \"A\"}\n]\n}") == [["Q", "A"]])
    }

    @Test func anArchiveByAnotherNameIsSaid() {
        let error = #expect(throws: BotError.self) { try ImportFixture.read("PK\u{3}\u{4}\u{0}", as: "a.csv") }
        #expect(error?.problem == "this is an archive, not text")
    }

    @Test func otherKeysByTheMapping() throws {
        #expect(
            try pairs(#"{"用户问题": "Q", "客服回复": "A"}"#, "a.jsonl", ["question": "用户问题", "answer": "客服回复"])
                == [["Q", "A"]])
    }

    @Test func aKeyOfTheMappingMayStandInAnyObject() throws {
        let lines = "{\"q\": \"Q\"}\n{\"q\": \"R\", \"客服回复\": \"A\"}\n{\"q\": \"S\"}\n"
        #expect(try pairs(lines, "a.jsonl", ["answer": "客服回复"]) == [["Q", ""], ["R", "A"], ["S", ""]])
        let error = #expect(throws: BotError.self) { try pairs(lines, "a.jsonl", ["answer": "回复"]) }
        #expect(error?.kind == .usage && error?.location?.description == "a.jsonl:1:1")
    }

    @Test func badEntriesAreProblemsWithTheirPlace() throws {
        let read = try ImportFixture.read(
            "[\n  {\"question\": \"Q\", \"answer\": \"A\"},\n  {\"answer\": \"A\"},\n  \"text\",\n"
                + "  {\"question\": \"R\", \"valid_until\": \"soon\"}\n]", as: "a.json")
        #expect(read.records.map(\.question) == ["Q"])
        #expect(read.problems.errors.map { $0.location?.description } == ["a.json:3:3", "a.json:4:3", "a.json:5:36"])
        let lines = try ImportFixture.read("{\"q\": \"Q\"}\n{\"q\": \n\n{\"q\": \"R\"}\n", as: "a.jsonl")
        #expect(lines.records.map(\.question) == ["Q", "R"])
        #expect(lines.problems.errors.map { $0.location?.line } == [2])
    }

    @Test(arguments: [
        ("{\"a\": 1}", "a.json:1:1: the file holds no list of entries"),
        ("{\"a\": [{\"q\": 1}], \"b\": [{\"q\": 1}]}", "a.json:1:1: the file holds several lists: 'a', 'b'"),
        ("[{\"question\": \"问\", \"answer\": }]", "a.json:1:30: this is not valid JSON: a value is expected"),
        ("[{\"q\": \"Q\"}]\nmore", "a.json:2:1: this is not valid JSON: text follows the JSON value"),
    ])
    func aFileThatCannotBeReadIsOneError(_ text: String, _ message: String) {
        let error = #expect(throws: BotError.self) { try ImportFixture.read(text, as: "a.json") }
        #expect(error?.description.hasPrefix(message) == true)
    }

    @Test func whatLooksLikeAnImportsNoteIsAnEntryWhereItIsNone() throws {
        let text = """
            {"imported_from": "old", "question": "Q", "answer": "A"}
            {"imported_from": "old", "checksum": "1", "question": "R", "answer": "A"}
            """
        #expect(try ImportFixture.read(text, as: "a.jsonl").records.map(\.question) == ["Q", "R"])
    }

    @Test func aLongLineIsReadInTime() throws {
        let item = #"{"question": "How long does it take, 请问?", "answer": "Two days."}"#
        let text = "[" + Array(repeating: item, count: 20_000).joined(separator: ",") + "]"
        let read = try ImportFixture.read(text, as: "a.json")
        #expect(read.records.count == 20_000)
        #expect(read.records[19_999].location.column == 2 + 19_999 * (item.unicodeScalars.count + 1))
    }
}
