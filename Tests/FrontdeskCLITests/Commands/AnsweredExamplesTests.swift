import Foundation
import Testing

@Suite("What is learnt from agents' answers")
struct AnsweredExamplesTests {
    /// A bot with a log of two questions that an agent answered in the words of a template, one answered otherwise.
    private static func bot() throws -> TinyBot {
        let bot = try TinyBot()
        let hours = "Our colleagues are there Monday to Friday, 9:00 to 17:00. I'm here all the time."
        let lines = [
            ["are the quonks in on sundays, ann@example.com", hours],
            ["zubb frimble your opening quonk", "Hello Bob! \(hours) ^AB"],
            ["is the snark wet", "Lukewarm soapsuds, never tumbled, dried horizontally."],
        ].enumerated().map { index, said in
            """
            {"id":"c\(index)","customer":"u\(index)","turns":[{"speaker":"customer","text":"hello"},\
            {"speaker":"customer","text":"\(said[0])"},{"speaker":"agent","text":"\(said[1])"},\
            {"speaker":"customer","text":"thank you"}]}\n
            """
        }
        try bot.write(Data(lines.joined().utf8), to: "log.jsonl")
        return bot
    }

    private static func count(_ json: [String: Any], _ step: String, _ what: String) throws -> Int? {
        let steps = try #require(json["steps"] as? [[String: Any]])
        let found = try #require(steps.first { $0["name"] as? String == step })
        let counts = try #require(found["counts"] as? [[String: Any]])
        return counts.first { $0["what"] as? String == what }?["count"] as? Int
    }

    @Test("The steps are told with counts and examples, and nothing is changed")
    func explained() throws {
        let bot = try Self.bot()
        let before = try bot.files()
        let json = try bot.run("train", "--explain-data", "--json", "log.jsonl").object()
        #expect(try bot.files() == before)
        #expect(try Self.count(json, "questions", "questions") == 3)
        #expect(try Self.count(json, "questions", "set apart: greeting") == 3)
        #expect(try Self.count(json, "questions", "set apart: thanks") == 3)
        #expect(try Self.count(json, "labels", "told by: agent") == 2)
        #expect(try Self.count(json, "labels", "answered by what is no answer of the bot") == 1)
        #expect(try Self.count(json, "choice", "taken") == 2)
        let text = try bot.run("train", "--explain-data", "log.jsonl").output
        #expect(text.hasPrefix("1. questions what customers asked"))
        #expect(text.contains("are the quonks in on sundays, <email>") && !text.contains("ann@example.com"))
        #expect(try bot.files() == before)
    }

    @Test("Training takes them in, says so, and does without them where somebody says otherwise")
    func trained() throws {
        let bot = try Self.bot()
        let run = try bot.run("train", "--recipe", "probe", "--force", "log.jsonl")
        #expect(run.status == 0)
        #expect(
            run.errors.contains("Of 3 questions that were answered in the log, 2 become examples by their answers."))
        let manifest = try bot.run("model", "show", "--json").object()["manifest"] as? [String: Any]
        #expect((manifest?["examples_by_provenance"] as? [String: Int])?["answered"] == 2)
        let reply = try bot.run("reply", "--json", "zubb frimble your opening quonk").object()
        #expect(reply["intent"] as? String == "opening_hours")
    }

    @Test("Where agents told entries fifty times, the search learns from the questions what finds them")
    func searchLearns() throws {
        let bot = try TinyBot()
        let places = (0..<60).map { number in
            ["b", "d", "f", "g", "k", "l"][number % 6] + "orru"
                + ["m", "n", "p", "r", "s", "t", "v", "w", "x", "z"][number / 6]
        }
        let answers = places.map { "The ward \($0) is on the left behind the second glass door." }
        let entries = zip(places, answers).enumerated().map { number, entry in
            "- {id: ward-\(entry.0), question: Notice \(number), answer: \(entry.1)}\n"
        }
        try bot.write(Data(entries.joined().utf8), to: "knowledge/wards.yml")
        _ = try bot.run("train", "--recipe", "probe", "--force")
        let before = try Self.ranking(bot)
        let log = zip(places, answers).map { place, answer in
            """
            {"id":"\(place)","turns":[{"speaker":"customer","text":"who leads me to \(place)"},\
            {"speaker":"agent","text":"\(answer)"}]}\n
            """
        }
        try bot.write(Data(log.joined().utf8), to: "log.jsonl")
        let run = try bot.run("train", "--recipe", "probe", "--force", "log.jsonl")
        #expect(run.errors.contains("Of 60 questions that were answered in the log, 60 become examples by their answ"))
        #expect(try Self.ranking(bot) != before)
    }

    /// The weights by which the champion's search ranks what is not Chinese.
    private static func ranking(_ bot: TinyBot) throws -> [Double] {
        let id = try #require(try bot.run("model", "show", "--json").object()["model"] as? String)
        let data = try Data(contentsOf: bot.folder.appending(path: ".frontdesk/models/\(id)/knowledge.json"))
        let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let weights = try #require(json["weights"] as? [[String: Any]])
        let own = try #require(
            weights.first { ($0["kind"] as? [String: Bool]) == ["isHan": false, "hasVectors": true] })
        return try #require(own["ranking"] as? [Double])
    }

    @Test("What trains excludes what only explains")
    func excluded() throws {
        #expect(try TinyBot().run("train", "--explain-data", "--force").status == 64)
    }
}
