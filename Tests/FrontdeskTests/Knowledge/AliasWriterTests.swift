import Foundation
import Frontdesk
import Testing

@Suite("Adding aliases to knowledge files")
struct AliasWriterTests {
    private static let yaml = """
        # Lamps.
        - id: bulb
          language: en
          question: Which bulb does the lamp need?
          aliases:
            - what bulb   # as asked in May
            - lamp bulb size
          answer: |-
            E27,
            aliases: none.

        # Shades.
        - id: shade
          question: Can I change the shade?
          answer: Yes.
        - question: Does it dim?
          aliases: dimmer | can I dim it
          answer: No.
          id: dim

        """

    private func entries(_ text: String, _ file: String) throws -> [KnowledgeEntry] {
        try KnowledgeBase.entries(in: text, file: file)
    }

    private func added(_ aliases: [String: [String]], to text: String, file: String) throws -> String? {
        let keyed = Dictionary(
            uniqueKeysWithValues: aliases.map { (KnowledgeEntry.Key(id: $0, language: .english), $1) })
        return try AliasWriter.adding(keyed, to: text, named: file)
    }

    @Test("They come behind those that an entry has; all else stays as it is")
    func list() throws {
        let new = ["bulb": ["which socket: E27 or E14?"], "shade": ["new lampshade", "- odd"]]
        let text = try #require(try added(new, to: Self.yaml, file: "lamps.yml"))
        let expected = Self.yaml
            .replacing("    - lamp bulb size\n", with: "    - lamp bulb size\n    - 'which socket: E27 or E14?'\n")
            .replacing(
                "  question: Can I change the shade?\n",
                with: "  question: Can I change the shade?\n  aliases:\n    - new lampshade\n    - '- odd'\n")
        #expect(text == expected)
        #expect(try entries(text, "lamps.yml")[0].aliases.last == "which socket: E27 or E14?")
    }

    @Test("What stood on one line becomes a list")
    func oneLine() throws {
        let text = try #require(try added(["dim": ["is it dimmable"]], to: Self.yaml, file: "lamps.yml"))
        #expect(text.contains("  aliases:\n    - dimmer\n    - can I dim it\n    - is it dimmable\n  answer: No."))
        #expect(try entries(text, "lamps.yml").map(\.id) == ["bulb", "shade", "dim"])
    }

    @Test("A line of JSON gets them; a table is not written to")
    func otherFiles() throws {
        let (head, tail) = (#"{"id":"a","language":"en","question":"Where?","#, #""answer":"Here."}"#)
        let other = (head + tail).replacing("\"a\"", with: "\"b\"") + "\n"
        let text = try added(["a": ["which place"]], to: head + tail + "\n" + other, file: "x.jsonl")
        #expect(text == head + #""aliases":["which place"],"# + tail + "\n" + other)
        #expect(try added(["q": ["x"]], to: "id,question,answer\nq,Where?,Here.\n", file: "x.csv") == nil)
    }

    @Test("A file that is written in another way stays, and is named")
    func flow() throws {
        let text = "- {id: a, question: Where is it?, answer: Here.}\n"
        let error = #expect(throws: BotError.self) { try added(["a": ["which place"]], to: text, file: "x.yml") }
        #expect(error?.problem == "aliases cannot be added to this file as it is written")
    }
}
