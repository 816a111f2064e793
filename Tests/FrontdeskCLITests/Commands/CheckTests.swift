import Foundation
import Testing

@Suite("Warnings of check, with their kinds")
struct CheckTests {
    private let bot: TinyBot

    init() throws {
        bot = try TinyBot()
        try write("question,answer,status\nWhy?,Because.,draft\n", to: "knowledge/more.csv")
        try write(
            "intent: gifts\nexamples: |\n  - do you wrap gifts\nanswers: [en: Yes.]\nunavailable: [en: No.]\n",
            to: "intents/gifts.yml")
    }

    private func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: bot.folder.appending(path: path))
    }

    private func kinds(_ arguments: String...) throws -> [String?] {
        let run = try CommandRun(["check", "--json"] + arguments, environment: bot.environment, in: bot.folder)
        let warnings = try #require(run.object()["warnings"] as? [[String: Any]])
        #expect(warnings.allSatisfy { $0["file"] is String && $0["problem"] is String && $0["mend"] is String })
        return warnings.map { $0["kind"] as? String }
    }

    @Test("Each warning has a kind, which can be left out")
    func kindsOfWarnings() throws {
        #expect(try kinds() == ["few_examples", "unreachable_answer", "knowledge_collision", "no_handoff"])
        #expect(try kinds("--ignore", "few_examples", "--ignore", "no_handoff").count == 2)
        let run = try bot.run("check")
        #expect(
            run.output.contains(
                """
                intents/gifts.yml:5:15: warning: 'unavailable' of 'gifts' is never told: it is for an action that fails, \
                and there is none. Name the action, or remove it [unreachable_answer]

                """))
        #expect(
            run.output.contains(" · 5 entries · 0 articles · 1 draft · en · ")
                && run.output.hasSuffix(" · 4 warnings\n"))
        let wrong = try bot.run("check", "--ignore", "few")
        #expect(wrong.status == 64 && wrong.errors.contains("few_examples"))
    }

    @Test("Of many warnings of a kind twenty are shown")
    func many() throws {
        for number in 0..<23 {
            try write(
                "intent: x\(number)\nexamples: |\n  - word\(number)\nanswers: [en: Yes.]\n",
                to: "intents/x\(number).yml")
        }
        let lines = try bot.run("check").output.split(separator: "\n").filter { $0.hasSuffix("[few_examples]") }
        #expect(lines.count == 21 && lines.last == "warning: 4 more like these; --json has all [few_examples]")
    }

    @Test("A deep check keeps the embeddings that it computes, and a quick one changes nothing")
    func deep() throws {
        let store = bot.folder.appending(path: ".frontdesk/store.sqlite")
        let before = try Data(contentsOf: store)
        #expect(try bot.run("check").status == 0)
        #expect(try Data(contentsOf: store) == before)
        let run = try bot.run("check", "--deep")
        #expect(run.status == 0 && run.errors.isEmpty)
        #expect(try Data(contentsOf: store) != before)
    }
}
