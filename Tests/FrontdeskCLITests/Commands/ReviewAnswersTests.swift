import Foundation
import Frontdesk
import Testing

@Suite("Answers that agents gave and knowledge lacks")
struct ReviewAnswersTests {
    private static let wash = "Lukewarm soapsuds, never tumbled, dried horizontally underneath blankets."

    /// A bot whose log tells four times how something is washed, in words that no answer of the bot has.
    private static func bot(washing object: String = "snark") throws -> TinyBot {
        let bot = try TinyBot()
        let lines = ["red", "blue", "old", "new"].map { thing in
            """
            {"id":"\(thing)","customer":"\(thing)","turns":[\
            {"speaker":"customer","text":"how do I wash my \(thing) \(object), ann@example.com"},\
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

    @Test("Drafts that are written at the same time all stand there")
    func draftsAtOnce() async throws {
        let proposals = try ["snark", "quonk", "wibbet"].map { object in
            let bot = try Self.bot(washing: object)
            return try withExtendedLifetime(bot) { try #require(try bot.answerReview().proposals().first) }
        }
        let bot = try Self.bot()
        let written = try await withThrowingTaskGroup(of: String.self) { group in
            for proposal in proposals { group.addTask { try bot.answerReview().writeDraft(proposal) } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        let file = bot.folder.appending(path: AnswerReview.file)
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(written.count == 3 && written.allSatisfy { text.contains("- id: \($0)\n") }, "\(text)")
    }

    @Test("A draft is added with the file's own mark and line ends")
    func draftInAFileOfWindows() throws {
        let bot = try Self.bot()
        let old =
            "\u{FEFF}# Ours.\r\n- id: quonk\r\n  language: en\r\n  question: How is a quonk fitted?\r\n"
            + "  answer: Turn it.\r\n"
        try bot.write(Data(old.utf8), to: AnswerReview.file)
        #expect(try bot.run("review", "--answers", "--draft", "1").status == 0)
        let new = try Data(contentsOf: bot.folder.appending(path: AnswerReview.file))
        #expect(new.starts(with: Data(old.utf8)) && new.count > old.utf8.count)
        let added = new.dropFirst(old.utf8.count)
        #expect(added.count { $0 == 0x0A } == added.count { $0 == 0x0D } && added.suffix(2) == Data("\r\n".utf8))
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
