import Foundation
import Frontdesk
import Testing

@Suite("Intents as files hold them")
struct IntentFileTests {
    /// The examples of an intent's file with these lines.
    private func examples(_ lines: String...) throws -> [Example] {
        let text = "intent: x\nexamples: |\n" + lines.map { "  - \($0)\n" }.joined()
        return try IntentFile.parse(text, named: "intents/x.yml").examples
    }

    @Test("The bracket nearest to the mark begins a value")
    func marks() throws {
        let found = try examples(
            "press [Enter] and send [10234](order_number)", "[10234](order_number) [M](size)", "[no mark] (here)",
            "a](b) [c"
        )
        #expect(
            found.map(\.text) == ["press [Enter] and send 10234", "10234 M", "[no mark] (here)", "a](b) [c"])
        #expect(found.map { $0.entities.map(\.slot) } == [["order_number"], ["order_number", "size"], [], []])
        #expect(found[0].entities.first.map { Array(found[0].text.utf8)[$0.range] } == ArraySlice("10234".utf8))
    }

    @Test("Endings in capitals are read as those in small letters")
    func capitals() throws {
        let folder = try TemporaryFolder()
        let bot = BotFolder(folder.url)
        try folder.write("intent: x\nexamples: |\n  - hello\n", to: "intents/X.YML")
        try folder.write("{\"text\": \"good day\", \"intent\": \"y\"}\n", to: "intents/more.JSONL")
        try folder.write("examples: |\n  - what is the weather\n", to: "intents/_out_of_scope.YML")
        let catalog = try IntentCatalog.load(bot, settings: Settings())
        #expect(catalog.trainingExamples.map(\.text) == ["hello", "good day", "what is the weather"])
        try folder.write("- name: one\n  turns: [{say: hello}]\n", to: "evaluation/Talk.YAML")
        #expect(try ConversationTest.all(in: bot.evaluation, of: bot).map(\.name) == ["one"])
    }

    @Test("What hinders is told once, until it is gone")
    func hindrance() throws {
        let folder = try TemporaryFolder()
        try folder.write("intent: x\nexamples: |\n  - hello\n", to: "intents/x.yml")
        var files = try LiveFiles(BotFolder(folder.url))
        let intents = folder.url.appending(path: "intents")
        let aside = folder.url.appending(path: "aside")
        for _ in 1...2 {
            try FileManager.default.moveItem(at: intents, to: aside)
            let notices = (1...3).map { _ in files.refresh() }
            #expect(notices.map(\.count) == [1, 0, 0])
            #expect(notices[0].first?.hasSuffix("The last good version keeps answering") == true)
            try FileManager.default.moveItem(at: aside, to: intents)
            #expect(files.refresh().isEmpty && files.current.catalog.names == ["x"])
        }
    }

    @Test("A table's language is a two-letter code, as everywhere")
    func tableLanguages() throws {
        let folder = try TemporaryFolder()
        let bot = BotFolder(folder.url)
        try folder.write("intent,language,example,answer\nx,EN,hello,Hi\n", to: "intents/a.csv")
        let intents = try IntentCatalog.load(bot, settings: Settings()).intents
        #expect(intents.first?.answers.first?.wording == [.english: "Hi"])
        try folder.write("intent,language,example,answer\nx,English,hello,Hi\n", to: "intents/a.csv")
        let problems = try IntentCatalog.read(bot, settings: Settings()).1
        #expect(
            problems.description
                == "intents/a.csv:2:3: 'english' is no language. Write its two-letter code, such as en or zh")
    }
}
