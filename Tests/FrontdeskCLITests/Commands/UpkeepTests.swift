import Foundation
import Testing

@Suite("Import, check, stats, and a test of the search")
struct UpkeepTests {
    private func write(_ text: String, to path: String, of bot: TinyBot) throws {
        let file = bot.folder.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    @Test("What is imported answers at once; importing it again changes nothing")
    func importing() throws {
        let bot = try TinyBot()
        try write("Title,Text\nDo you sell umbrellas?,\"Yes, red ones.\"\n", to: "in/help.csv", of: bot)
        let arguments = ["import", "in", "--columns", "question=Title,answer=Text"]
        func run(_ more: String...) throws -> CommandRun {
            try CommandRun(arguments + more, environment: bot.environment, in: bot.folder)
        }
        #expect(
            try run("--dry-run").output == """
                  knowledge/help.yml  1 added  from help.csv
                    added  Do you sell umbrellas?  in/help.csv:2:1
                Nothing was written.

                """)
        #expect(!FileManager.default.fileExists(atPath: bot.folder.appending(path: "knowledge/help.yml").path))
        #expect(
            try run().output == """
                  knowledge/help.yml  1 added  from help.csv
                The bot answers with them from the next message on; 'frontdesk train' learns their questions.

                """)
        #expect(try bot.run("search", "Do you sell umbrellas?", "--limit", "1").output.contains("Yes, red ones."))
        #expect(try run().output == "  knowledge/help.yml  1 unchanged  from help.csv\nNothing changed.\n")
        let json = try run("--json").object()
        #expect(json["unchanged"] as? Int == 1 && json["dry_run"] as? Bool == false)
        #expect(json["file"] as? String == "knowledge/help.yml" && json["without_answer"] as? Int == 0)
    }

    @Test("A row that is wrong is named by the path that was given, and nothing of its file is taken")
    func importingWhatIsWrong() throws {
        let bot = try TinyBot()
        try write("question,answer\nA?,1\n,2\n", to: "in/help.csv", of: bot)
        let run = try bot.run("import", "in/help.csv")
        #expect(run.status == 65 && run.output.isEmpty)
        #expect(
            run.errors == "frontdesk: in/help.csv:3:1: the row has no question. Fill it in, or delete the row\n")
        #expect(try bot.run("import", "in/none.csv").status == 74)
        let wrong = try bot.run("import", "in/help.csv", "--columns", "Title")
        #expect(wrong.status == 64 && wrong.errors.hasPrefix("frontdesk: --columns takes field=column"))
        #expect(!FileManager.default.fileExists(atPath: bot.folder.appending(path: "knowledge/help.yml").path))
    }

    @Test("A clean bot is one line; a warning counts where it is asked for; an error always")
    func checking() throws {
        let bot = try TinyBot()
        let settings = try String(contentsOf: bot.folder.appending(path: "frontdesk.yml"), encoding: .utf8)
        try write(settings + "handoff: {file: handoffs.jsonl}\n", to: "frontdesk.yml", of: bot)
        let clean = try bot.run("check", "--strict")
        #expect(clean.status == 0)
        #expect(
            clean.output.wholeMatch(
                of: /7 intents with 84 examples · 4 entries · 0 articles · en · model [0-9a-f]{16}\n/) != nil)
        try write(settings, to: "frontdesk.yml", of: bot)
        let warned = try bot.run("check")
        #expect(warned.status == 0)
        #expect(warned.output.hasPrefix("frontdesk.yml: warning: no handoff is set: "))
        #expect(warned.output.hasSuffix(" · 1 warning\n"))
        #expect(try bot.run("check", "--strict").status == 1)
        try write(settings + "languges: [en]\n", to: "frontdesk.yml", of: bot)
        let failed = try bot.run("check")
        #expect(failed.status == 65 && failed.errors.isEmpty)
        #expect(failed.output.contains("error: unknown key 'languges'. Did you mean 'languages'?\n"))
        let json = try bot.run("check", "--json").object()
        #expect((json["errors"] as? [[String: Any]])?.first?["line"] as? Int == 19)
        #expect((json["warnings"] as? [Any])?.count == 1 && json["intents"] as? Int == 7)
    }

    @Test("A model's file that was changed is an error")
    func checkingModels() throws {
        let bot = try TinyBot()
        let models = bot.folder.appending(path: ".frontdesk/models")
        let id = try #require(try FileManager.default.contentsOfDirectory(atPath: models.path).first)
        try write("{}", to: ".frontdesk/models/\(id)/routing.json", of: bot)
        let run = try bot.run("check")
        #expect(run.status == 65)
        #expect(run.output.contains("/routing.json: error: the file is missing or not what was trained. "))
    }

    @Test("A damaged model is not gone back to, and what is told does not lead back to it")
    func rollingBackToADamagedModel() throws {
        let bot = try TinyBot()
        let models = bot.folder.appending(path: ".frontdesk/models")
        let first = try #require(try FileManager.default.contentsOfDirectory(atPath: models.path).first)
        let thanks = try String(contentsOf: bot.folder.appending(path: "intents/thanks.yml"), encoding: .utf8)
        let changed = thanks.replacing("examples: |\n", with: "examples: |\n  - that was kind of you\n")
        try write(changed, to: "intents/thanks.yml", of: bot)
        #expect(try bot.run("train", "--force").status == 0)
        try write("{}", to: ".frontdesk/models/\(first)/routing.json", of: bot)
        for arguments in [["model", "rollback"], ["model", "promote", first]] {
            let run = try CommandRun(arguments, environment: bot.environment, in: bot.folder)
            #expect(run.status == 65 && run.output.isEmpty)
            #expect(
                run.errors.hasSuffix(
                    "/routing.json: the file is missing or not what was trained. "
                        + "Train anew, or promote another model where 'frontdesk model list' shows one\n"))
        }
        #expect(try bot.run("reply", "hello").status == 0)
    }

    @Test("Statistics: nothing yet, then a table, and JSON")
    func statistics() throws {
        let bot = try TinyBot()
        #expect(try bot.run("stats").output == "Nothing was said yet.\n")
        _ = try bot.chat("when are you open", "are you open on sundays", "/good", "qwertz uiop", "cancel my order")
        let run = try bot.run("stats", "--days", "2")
        #expect(run.status == 0)
        #expect(
            run.output.hasPrefix("  conversations         1\n  turns                 8\n  messages              4\n"))
        #expect(run.output.contains("\n\n  people's judgement\n  good                  1\n"))
        let json = try bot.run("stats", "--json").object()
        #expect(json["replies"] as? Int == 4 && json["good"] as? Int == 1 && json["asked"] as? Double == 0.25)
        #expect((json["intents"] as? [[String: Any]])?.contains { $0["intent"] as? String == "opening_hours" } == true)
        #expect(try bot.run("stats", "--days", "0").status == 64)
    }

    @Test("Queries with the entries that answer them measure the search")
    func measuringTheSearch() throws {
        let bot = try TinyBot()
        try write(
            """
            {"query": "Do you wrap gifts?", "relevant": ["gift-wrapping"]}
            {"query": "How can I pay?", "relevant": ["payment-methods"]}
            """, to: "queries.jsonl", of: bot)
        let json = try bot.run("test", "--json", "queries.jsonl").object()
        for key in ["map", "mrr", "ndcg_3", "ndcg_10", "precision_1", "recall_10"] {
            #expect(json[key] as? Double == 1, "\(key)")
        }
        #expect(json["precision_5"] as? Double == 0.2 && json["queries"] as? Int == 2)
        let table = try bot.run("test", "queries.jsonl").output
        #expect(table.hasPrefix("  queries                   2\n  MAP                   1.000\n"))
    }

    @Test("Conversations older than the settings allow are gone when the bot is opened")
    func retention() throws {
        let bot = try TinyBot()
        let settings = try String(contentsOf: bot.folder.appending(path: "frontdesk.yml"), encoding: .utf8)
        #expect(try bot.run("reply", "hello").status == 0)
        try write(settings + "retention_days: 1\n", to: "frontdesk.yml", of: bot)
        #expect(try bot.run("reply", "hello").status == 0)
        #expect(try bot.run("export", "logs").output.split(separator: "\n").count == 2)
        try write(settings + "retention_days: 0\n", to: "frontdesk.yml", of: bot)
        #expect(try bot.run("reply", "hello").status == 65)
    }
}
