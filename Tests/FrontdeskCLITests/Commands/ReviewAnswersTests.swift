import Foundation
import Testing

@Suite("Answers that agents gave and knowledge lacks")
struct ReviewAnswersTests {
    private static let wash = "Lukewarm soapsuds, never tumbled, dried horizontally underneath blankets."

    /// A bot whose log tells four times how snarks are washed, in words that no answer of the bot has.
    private static func bot() throws -> TinyBot {
        let bot = try TinyBot()
        let lines = ["red", "blue", "old", "new"].map { thing in
            """
            {"id":"\(thing)","customer":"\(thing)","turns":[\
            {"speaker":"customer","text":"how do I wash my \(thing) snark, ann@example.com"},\
            {"speaker":"agent","text":"Hi Anna, \(wash) ^AB"},{"speaker":"customer","text":"thanks"}]}\n
            """
        }
        try bot.write(Data(lines.joined().utf8), to: "log.jsonl")
        #expect(try bot.run("import", "--logs", "log.jsonl").status == 0)
        return bot
    }

    @Test("An answer is proposed with its evidence, and nothing is written")
    func proposed() throws {
        let bot = try Self.bot()
        let before = try bot.files()
        let json = try bot.run("review", "--answers", "--json").object()
        #expect(json["answer"] as? String == Self.wash && json["number"] as? Int == 1)
        #expect(json["conversations"] as? Int == 4 && json["customers"] as? Int == 4)
        #expect(json["agreement"] as? Double == 1 && json["solved"] as? Double == 1)
        #expect((json["question"] as? String)?.hasSuffix("snark, <email>") == true)
        let text = try bot.run("review", "--answers").output
        #expect(text.contains("4 conversations, 4 customers, 100.0 % of the answers say the same, 100.0 % ended well"))
        #expect(try bot.files() == before)
    }

    @Test("A draft is an entry that is not told before it is published, and is not proposed again")
    func draft() throws {
        let bot = try Self.bot()
        let run = try bot.run("review", "--answers", "--draft", "1")
        #expect(run.status == 0 && run.output.isEmpty)
        let file = bot.folder.appending(path: "knowledge/from-conversations.yml")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.contains("answer: \(Self.wash)\n  status: draft\n"))
        #expect(!["ann@example.com", "Anna", "^AB"].contains { text.contains($0) })
        #expect(try bot.run("check").status == 0)
        #expect(try !bot.run("reply", "how do I wash my red snark").output.contains("soapsuds"))
        #expect(try bot.run("review", "--answers").output.hasPrefix("Agents told customers nothing"))
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }

    @Test("A number that is none, and what excludes each other, change nothing")
    func wrong() throws {
        let bot = try Self.bot()
        try bot.expect(
            ["review", "--answers", "--draft", "2"], fails: 64,
            "there is no answer 2. There are 1; 'frontdesk review --answers' lists them")
        for arguments in [
            ["--answers", "--new"], ["--draft", "1"], ["--answers", "--draft", "a=1"], ["--answers", "--limit", "1"],
            ["--answers", "--draft", "1", "--draft", "1"],
        ] {
            let run = try CommandRun(["review"] + arguments, environment: bot.environment, in: bot.folder)
            #expect(run.status == 64)
        }
    }
}
