import Foundation
import Testing

@Suite("Two models beside one another")
struct ModelComparisonTests {
    /// A bot whose newest model lacks the thanks and was refused for it.
    private static func bot() throws -> TinyBot {
        let bot = try TinyBot()
        let file = bot.folder.appending(path: "intents/thanks.yml")
        let text = try String(contentsOf: file, encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("  - ") }
        try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
        return bot
    }

    @Test("A model that lacks an intent is refused, and by force promoted")
    func dropped() throws {
        let bot = try Self.bot()
        let refused = try bot.run("train", "--json").object()
        #expect(refused["promoted"] as? Bool == false)
        #expect((refused["reason"] as? String)?.hasPrefix("it no longer knows 'thanks'") == true)
        let forced = try bot.run("train", "--force", "--json").object()
        #expect(forced["promoted"] as? Bool == true)
        let reason = try #require(forced["reason"] as? String)
        #expect(reason.hasPrefix("forced, though it no longer knows 'thanks'") && !reason.contains("--force"))
        #expect(try bot.run("train").output.contains(" answers already: nothing has changed since it was trained\n"))
    }

    @Test("What would be refused is told with the messages that go wrong")
    func compare() throws {
        let bot = try Self.bot()
        let id = try #require(try bot.run("train", "--json").object()["model"] as? String)
        let text = try bot.run("model", "compare")
        #expect(text.status == 0 && text.output.contains("\(id) would be refused: it no longer knows 'thanks'"))
        let json = try bot.run("model", "compare", String(id.prefix(6)), "--json").object()
        #expect((json["candidate"] as? [String: Any])?["model"] as? String == id)
        #expect(json["promoted"] as? Bool == false)
        // With the champion's own id there is nothing to compare.
        let champion = try #require((json["champion"] as? [String: Any])?["model"] as? String)
        let same = try bot.run("model", "compare", champion)
        #expect(same.status == 64 && same.errors.contains("would be put beside itself"))
    }

    @Test("A replay lists what the other model answers differently, and stores nothing")
    func replay() throws {
        let bot = try TinyBot()
        let file = bot.folder.appending(path: "intents/thanks.yml")
        let whole = try String(contentsOf: file, encoding: .utf8)
        let asked = ["thnks so much mate", "thnks so much mate!", "many many thank yous", "ta very much then", "hello"]
        #expect(try bot.run("reply", input: asked.joined(separator: "\n") + "\n").status == 0)
        // The candidate learns without the thanks, and meets them in the file again: it knows them less well.
        let lines = whole.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("  - ") }
        try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
        #expect(try bot.run("train").status == 0)
        try whole.write(to: file, atomically: true, encoding: .utf8)
        let json = try bot.run("model", "replay", "--json").object()
        #expect(json["messages"] as? Int == 5 && json["conversations"] as? Int == 5)
        let differences = try #require(json["differences"] as? [[String: Any]])
        let different = try #require(json["different"] as? Int)
        #expect(different > 0 && different == differences.reduce(0) { $0 + ($1["count"] as? Int ?? 0) })
        for difference in differences {
            let answers = ["champion", "candidate"].map { difference[$0] as? [String: Any] }
            let named = answers.map { "\($0?["route"] ?? "") \($0?["names"] ?? "")" }
            #expect(named[0] != named[1])
        }
        #expect(try bot.run("stats", "--json").object()["messages"] as? Int == 5)
        #expect(try bot.run("model", "replay", "--last", "7d").output.hasPrefix("\(different) of 5 messages in 5 conv"))
    }

    @Test("Without a second model there is nothing to put beside the first")
    func alone() throws {
        let run = try TinyBot().run("model", "replay")
        #expect(run.status == 64 && run.errors.contains("there is no other model"))
    }
}
