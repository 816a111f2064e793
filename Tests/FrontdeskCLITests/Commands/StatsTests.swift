import Foundation
import Testing

@Suite("Statistics of some time, and their page")
struct StatsTests {
    @Test("From one day to another; days that are none, or the wrong way round, are refused")
    func time() throws {
        let bot = try TinyBot()
        _ = try bot.chat("when are you open", "qwertz uiop")
        let past = try bot.run("stats", "--until", "2026-01-31")
        #expect(past.status == 0 && past.output == "Nothing was said in this time.\n")
        let json = try bot.run("stats", "--since", "2026-01-31", "--json").object()
        #expect(json["since"] as? String == "2026-01-31" && json["until"] == nil && json["replies"] as? Int == 2)
        for wrong in [
            ["--since", "yesterday"], ["--until", "2026-02-30"], ["--since", "2026-02-02", "--until", "2026-02-01"],
            ["--days", "2", "--since", "2026-02-02"],
        ] {
            let run = try CommandRun(["stats"] + wrong, environment: bot.environment, in: bot.folder)
            #expect(run.status == 64 && run.output.isEmpty, "\(wrong)")
        }
    }

    @Test("JSON has what became of messages by intent, entry, week and model")
    func json() throws {
        let bot = try TinyBot()
        _ = try bot.chat("when are you open", "when are you open", "/good", "How can I pay?")
        let json = try bot.run("stats", "--json").object()
        let intent = try #require((json["intents"] as? [[String: Any]])?.first)
        #expect(intent["intent"] as? String == "opening_hours" && intent["count"] as? Int == 2)
        #expect(intent["answered"] as? Int == 2 && intent["asked_again"] as? Int == 1 && intent["good"] as? Int == 1)
        let week = try #require((json["weeks"] as? [[String: Any]])?.first)
        #expect((week["week"] as? String)?.wholeMatch(of: /\d{4}-W\d\d/) != nil && week["count"] as? Int == 3)
        let model = try #require((json["models"] as? [[String: Any]])?.first)
        #expect((model["model"] as? String)?.count == 16 && model["fell_back"] as? Int == 0)
        #expect((json["comparisons"] as? [Any])?.isEmpty == true)
    }

    @Test("The page is written with its figures, without anything that customers wrote")
    func page() throws {
        let bot = try TinyBot()
        _ = try bot.chat("when are you open", "qwertz uiop", "How can I pay?")
        let run = try bot.run("stats", "--report", "out")
        let first = run.output.split(separator: "\n").first?.split(separator: " ")
        #expect(run.status == 0 && first == ["conversations", "1"])
        let folder = bot.folder.appending(path: "out")
        let page = try String(contentsOf: folder.appending(path: "report.html"), encoding: .utf8)
        #expect(page.contains("<h2 id=\"intents\">Intents</h2>") && page.contains("How can I pay?"))
        #expect(!page.contains("qwertz"))
        let numbers =
            try JSONSerialization.jsonObject(
                with: Data(contentsOf: folder.appending(path: "report.json"))) as? [String: Any]
        #expect(numbers?["replies"] as? Int == 3 && numbers?["weeks"] is [Any])
        let scalars = try String(contentsOf: folder.appending(path: "scalars.csv"), encoding: .utf8)
        #expect(scalars.contains("weeks.replies,1,3\n"))
    }
}
