import Foundation
import Testing

@Suite("Topics that no intent covers")
struct TopicTests {
    /// A bot whose log holds two topics, told over by other words, from several customers.
    private static func bot() throws -> TinyBot {
        let bot = try TinyBot()
        let things = ["red", "blue", "green", "old", "new", "big", "small", "odd"]
        let lines = things.enumerated().flatMap { index, thing in
            [
                line("a\(index)", day: 1 + index, "zubb frimble the \(thing) quonk, write to ann@example.com"),
                line("b\(index)", day: 9, "wibbet florp \(thing) snark wibbet"),
            ]
        }
        try bot.write(Data(lines.joined().utf8), to: "log.jsonl")
        #expect(try bot.run("import", "--logs", "log.jsonl").status == 0)
        return bot
    }

    private static func line(_ id: String, day: Int, _ text: String) -> String {
        """
        {"id":"\(id)","customer":"\(id)","turns":[\
        {"speaker":"customer","text":"\(text)","time":"2026-03-0\(day)T10:00:00Z"},\
        {"speaker":"agent","text":"One moment.","time":"2026-03-0\(day)T10:01:00Z"},\
        {"speaker":"customer","text":"thank you so much","time":"2026-03-0\(day)T10:02:00Z"}]}\n
        """
    }

    private static func topics(_ bot: TinyBot, _ more: [String] = []) throws -> [[String: Any]] {
        let arguments = ["review", "--new", "--all-messages", "--clusters", "2", "--json"] + more
        let run = try CommandRun(arguments, environment: bot.environment, in: bot.folder)
        #expect(run.status == 0)
        return try run.output.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    @Test("Each conversation's concern is in one topic, with its typical messages and the time of it")
    func topics() throws {
        let topics = try Self.topics(try Self.bot())
        let conversations = try topics.flatMap { topic in
            try #require(topic["messages"] as? [[String: String]]).compactMap { $0["conversation"] }
        }
        #expect(conversations.count == 16 && Set(conversations).count == 16)
        #expect(topics.map { $0["topic"] as? Int } == Array(1...topics.count))
        for topic in topics {
            #expect(topic["size"] as? Int == topic["customers"] as? Int)
            let name = try #require(topic["name"] as? String)
            #expect(Set(name.split(separator: "_")).isDisjoint(with: ["ann", "example", "com"]))
            #expect(topic["trend"] != nil && topic["nearest"] is String)
            let typical = try #require(topic["typical"] as? [String])
            #expect(!typical.isEmpty && !typical.contains { $0.contains("ann@example.com") })
        }
    }

    @Test("A topic becomes the draft of an intent; the bot is still whole")
    func draft() throws {
        let bot = try Self.bot()
        let arguments = ["review", "--new", "--all-messages", "--clusters", "2", "--draft", "quonk_help=1"]
        let run = try CommandRun(arguments, environment: bot.environment, in: bot.folder)
        #expect(run.status == 0 && run.output.isEmpty)
        let file = bot.folder.appending(path: "intents/quonk_help.yml")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.hasPrefix("intent: quonk_help\nexamples: |\n  - "))
        #expect(!text.contains("ann@example.com"))
        #expect(try bot.run("check").status == 0)
        // What is there stays as it is.
        let derived: Set = [".frontdesk/store.sqlite"]
        try bot.expect(
            arguments, fails: 64, "there is an intent 'quonk_help' already. Choose another name", besides: derived)
    }

    @Test("A draft of no topic, or under no name, changes nothing")
    func wrongDrafts() throws {
        let bot = try Self.bot()
        let derived: Set = [".frontdesk/store.sqlite"]
        let command = ["review", "--new", "--all-messages", "--clusters", "1", "--draft"]
        try bot.expect(
            command + ["quonk=7"], fails: 64,
            "there is no topic 7. There are 1; 'frontdesk review --new' with the same options lists them",
            besides: derived)
        try bot.expect(
            command + ["../quonk=1"], fails: 64,
            "'../quonk' is no name for an intent. Use letters, digits, _ and -, and begin with a letter or digit",
            besides: derived)
        try bot.expect(
            command + ["oos=1"], fails: 64,
            "'oos' is no name for an intent: it says that nothing fits. Choose another name", besides: derived)
        #expect(try bot.run("review", "--new", "--draft", "quonk").status == 64)
        // The second would take the place of the first.
        #expect(try bot.run("review", "--new", "--draft", "quonk=1", "--draft", "quonk=2").status == 64)
        #expect(try bot.run("review", "--clusters", "2").status == 64)
    }

    @Test("A bot without a model looks at all messages, and prints them as a table")
    func withoutModel() throws {
        let bot = try Self.bot()
        try FileManager.default.removeItem(at: bot.folder.appending(path: ".frontdesk"))
        #expect(try bot.run("review", "--new").output == "There are no messages to look at.\n")
        #expect(try bot.run("import", "--logs", "log.jsonl").status == 0)
        let base = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "BERTTests/Fixtures/Encoder/tiny")
        #expect(try bot.run("model", "add-base", base.path).status == 0)
        let table = try bot.run("review", "--new").output
        #expect(table.hasPrefix("   topic") && table.contains("--draft NAME=NUMBER makes an intent of a topic."))
        #expect(table.contains("write to <email>"))
    }

    @Test("What an intent covers is in no topic")
    func uncovered() throws {
        let bot = try TinyBot()
        let asked = "how long does delivery take\nzubb frimble the quonk\n"
        #expect(try bot.run("reply", input: asked).status == 0)
        let all = try bot.run("review", "--new", "--all-messages", "--clusters", "1", "--json").object()
        #expect(all["size"] as? Int == 2 && all["name"] as? String != "topic")
        let few = try bot.run("review", "--new", "--clusters", "1", "--json").object()
        #expect(few["typical"] as? [String] == ["zubb frimble the quonk"])
        #expect(few["name"] as? String == "frimble_quonk_zubb")
    }
}
