import Foundation
import Frontdesk
import Testing

@Suite struct SourceProjectTests {
    private func project(_ name: String) throws -> SourceProject? {
        try SourceReader.project(in: ImportFixture.folder.appending(path: name), path: name)
    }

    private func read(_ files: [String: String]) throws -> SourceRecords {
        let folder = try TemporaryFolder()
        for (name, text) in files { try folder.write(text, to: name) }
        return try #require(try SourceReader.project(in: folder.url, path: "bot")).read()
    }

    @Test func rasaIntentsMeetTheirResponses() throws {
        let project = try #require(try project("rasa"))
        #expect(project.names == ["config.yml", "data/nlu.yml", "domain.yml"])
        let read = try project.read()
        #expect(read.problems.errors.isEmpty)
        #expect(read.records.map(\.id) == ["faq/ask_returns", "faq/ask_gift_wrap"])
        #expect(read.records.map(\.question) == ["Can I send it back?", "Do you wrap gifts?"])
        #expect(
            read.records.map(\.aliases) == [
                ["can I return order 10234", "I want to return the lamp"], ["gift wrap please"],
            ])
        #expect(
            read.records.map(\.answer) == [
                "You can send it back within thirty days.", "Yes, we wrap it.\nIt costs two euros.",
            ])
        #expect(read.records.map(\.category) == ["faq", "faq"])
        #expect(read.records[0].location == SourceLocation(file: "rasa/data/nlu.yml", line: 7, column: 5))
        #expect(
            read.notes == [
                "of several texts the first is taken: utter_faq/ask_returns",
                "left out: an intent without retrieval",
            ])
    }

    @Test func anIntentWithoutResponseAndTheOtherWayRound() throws {
        let read = try read([
            "nlu.yml": "nlu:\n- intent: faq/a\n  examples: |\n    - one\n- intent: faq/b\n  examples: |\n    - two\n",
            "domain.yml": "responses:\n  utter_faq/b:\n  - text: B\n  utter_faq/c:\n  - text: C\n",
        ])
        #expect(read.records.map(\.id) == ["faq/b"])
        #expect(
            read.problems.errors.map(\.description) == [
                "bot/nlu.yml:2:3: the intent 'faq/a' has no response 'utter_faq/a'. "
                    + "Add it, or import the folder that holds the file with it too",
                "bot/domain.yml:4:3: the response 'utter_faq/c' has no intent 'faq/c'. "
                    + "Add the intent with examples, or take the response away",
            ])
    }

    @Test func oneFileOfRasaIsReadAsOne() throws {
        let text = "nlu:\n- intent: faq/a\n  examples: |\n    - one\nresponses:\n  utter_faq/a:\n  - text: A\n"
        #expect(try ImportFixture.read(text, as: "nlu.yml").records.map(\.answer) == ["A"])
    }

    @Test func otherIntentsOfRasaAreNoKnowledge() throws {
        let read = try read(["nlu.yml": "nlu:\n- intent: greet\n  examples: |\n    - hi\n"])
        #expect(read.problems.errors.map(\.problem) == ["the Rasa project has no retrieval intents"])
    }

    @Test func dialogflowIntentsWithTheirPhrases() throws {
        let read = try #require(try project("dialogflow")).read()
        #expect(read.problems.errors.isEmpty)
        #expect(read.records.map(\.id) == ["faq.opening", "faq.opening"])
        #expect(read.records.map(\.language) == [.english, .chinese])
        #expect(read.records.map(\.question) == ["When do you open on Monday?", "几点开门"])
        #expect(read.records.map(\.aliases) == [["opening hours"], []])
        #expect(read.records.map(\.answer) == ["We open at nine.\nOn Sundays we are closed.", "九点开门。"])
        #expect(
            read.notes == [
                "left out: intents without phrases or without a text to answer: Default Fallback Intent, order.state"
            ])
    }

    @Test func variantsOfALanguageAreOneEntry() throws {
        let read = try read([
            "agent.json": "{}",
            "intents/a.json": """
            {"name": "a", "responses": [{"messages": [
            {"lang": "zh-cn", "speech": "九点。"}, {"lang": "zh-tw", "speech": "九點。"}]}]}
            """,
            "intents/a_usersays_zh-cn.json": "[{\"data\": [{\"text\": \"几点开门\"}]}]",
            "intents/a_usersays_zh-tw.json": "[{\"data\": [{\"text\": \"幾點開門\"}]}]",
        ])
        #expect(read.records.map(\.question) == ["几点开门"])
        #expect(read.records.map(\.aliases) == [["幾點開門"]])
        #expect(read.records.map(\.answer) == ["九点。"])
        #expect(read.notes == ["of several variants of a language the first one's text is taken: a"])
    }

    @Test func aBrokenFileOfAProjectIsAProblemWithItsPlace() throws {
        let read = try read([
            "agent.json": "{}", "intents/a.json": "{\"name\": \"a\", \"responses\": []}",
            "intents/a_usersays_en.json": "[{\"data\": [{\"text\": 5 x}]}]",
        ])
        #expect(read.problems.errors.map { $0.location?.description } == ["bot/intents/a_usersays_en.json:1:23"])
    }

    @Test func anArchiveIsReadAsTheFolderThatItHolds() throws {
        let folder = ImportFixture.folder.appending(path: "dialogflow")
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
        let parts = try names.map { ($0, try String(contentsOf: folder.appending(path: $0), encoding: .utf8)) }
        let read = try SourceReader.read(TestArchive(parts).data, named: "agent.zip", columns: [:])
        #expect(read.problems.errors.isEmpty)
        #expect(read.records.map(\.question) == ["When do you open on Monday?", "几点开门"])
        #expect(read.records[0].location.file == "agent.zip/intents/faq.opening.json")
        let other = TestArchive([("readme.txt", "nothing")]).data
        #expect(throws: BotError.self) { try SourceReader.read(other, named: "a.zip", columns: [:]) }
    }

    @Test func projectsOfBothKindsAreReadTogether() throws {
        let read = try read([
            "shop/nlu.yml": "nlu:\n- intent: faq/a\n  examples: |\n    - one\n",
            "shop/domain.yml": "responses:\n  utter_faq/a:\n  - text: A\n",
            "agent/agent.json": "{}",
            "agent/intents/b.json":
                "{\"name\": \"b\", \"responses\": [{\"messages\": [{\"lang\": \"en\", \"speech\": \"B\"}]}]}",
            "agent/intents/b_usersays_en.json": "[{\"data\": [{\"text\": \"two\"}]}]",
        ])
        #expect(read.problems.errors.isEmpty)
        #expect(read.records.map(\.id) == ["b", "faq/a"])
        #expect(read.records.map(\.answer) == ["B", "A"])
    }

    @Test func aPipeAmongTheFilesIsNotWaitedFor() throws {
        let folder = try TemporaryFolder()
        try folder.write("nlu:\n- intent: faq/a\n  examples: |\n    - one\n", to: "nlu.yml")
        try #require(mkfifo(folder.url.appending(path: "a.yml").path, 0o600) == 0)
        #expect(try SourceReader.project(in: folder.url, path: "x")?.names == ["nlu.yml"])
    }

    @Test func namesOfAnArchiveInOtherEncodingsAreToldApart() throws {
        var archive = TestArchive([
            ("nlu.yml", "nlu:\n- intent: faq/a\n  examples: |\n    - one\nresponses:\n  utter_faq/a:\n  - text: A\n"),
            ("##.txt", "one"), ("%%.txt", "two"),
        ]).data
        // Each name stands in its file's header and in the directory.
        let signs: [(String, UInt8)] = [("##", 0xB5), ("%%", 0xC4)]
        for (sign, byte) in signs {
            for _ in 0..<2 {
                let place = try #require(archive.range(of: Data((sign + ".txt").utf8)))
                archive.replaceSubrange(place.lowerBound..<place.lowerBound + 2, with: [byte, byte])
            }
        }
        let read = try SourceReader.read(archive, named: "bot.zip", columns: [:])
        #expect(read.records.map(\.answer) == ["A"])
    }

    @Test func aFolderOfKnowledgeIsNoProject() throws {
        let folder = try TemporaryFolder()
        try folder.write("- question: Q\n  answer: A\n", to: "a.yml")
        try folder.write("[]", to: "b.json")
        #expect(try SourceReader.project(in: folder.url, path: "x") == nil)
    }

    @Test func otherFilesBesideAProjectOfRasaAreNoPartOfIt() throws {
        let folder = try TemporaryFolder()
        try folder.write("nlu:\n- intent: faq/a\n  examples: |\n    - one\n", to: "nlu.yml")
        try folder.write("version: 1\nlanguage: en\nfaq:\n- question: Q\n  answer: A\n", to: "faq.yml")
        try folder.write("PK\u{3}\u{4}", to: "scan.yml")
        #expect(try SourceReader.project(in: folder.url, path: "x")?.names == ["nlu.yml"])
    }
}

extension SourceProjectTests {
    @Test func aFolderWithAProjectIsOneSourceBesideItsOtherFiles() throws {
        let bot = try TemporaryFolder()
        let folder = try TemporaryFolder()
        try folder.write("nlu:\n- intent: faq/a\n  examples: |\n    - one\n", to: "shop/nlu.yml")
        try folder.write("responses:\n  utter_faq/a:\n  - text: A\n", to: "shop/domain.yml")
        try folder.write("question,answer\nQ,B\n", to: "shop/more.csv")
        let sources = try KnowledgeImporter.Source.all(at: folder.url.appending(path: "shop").path)
        let (summaries, _, problems) = try KnowledgeImporter(
            folder: bot.url, store: Store(folder: bot.url.appending(path: ".frontdesk"))
        ).importAll(sources)
        #expect(problems.errors.isEmpty)
        #expect(summaries.map(\.file) == ["knowledge/shop.yml", "knowledge/more.yml"])
        #expect(try KnowledgeBase.load(folder: bot.url).map(\.answer) == ["B", "A"])
    }
}
