import Foundation
import Testing

@Suite("Commands")
struct CommandTests {
    @Test("A new bot is complete, and a folder in use stays as it is")
    func initialise() throws {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "frontdesk-init-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: scratch) }
        let folder = scratch.appending(path: "shop").path
        let run = try CommandRun(["init", folder, "--empty"])
        #expect(run.status == 0)
        #expect(
            run.output == """
                  frontdesk.yml
                  .gitignore
                  intents/talk_to_human.yml
                  knowledge/.gitkeep
                  evaluation/.gitkeep
                \(folder) is a bot now. Next: frontdesk train --bot \(folder); frontdesk chat --bot \(folder)

                """)
        let again = try CommandRun(["init", folder])
        #expect(again.status == 73)
        #expect(again.errors == "frontdesk: \(folder)/: this folder is not empty. Name a folder that is new or empty\n")
    }

    @Test("What comes next can be pasted into a shell, whatever the folder is called")
    func initialiseInQuotes() throws {
        let bot = try TinyBot()
        let run = try bot.run("init", "Anna's shop")
        #expect(run.status == 0)
        #expect(
            run.output.hasSuffix(
                """
                Anna's shop is a bot now. Next: frontdesk train --bot 'Anna'\\''s shop'; \
                frontdesk chat --bot 'Anna'\\''s shop'

                """))
        try bot.expect(
            ["init", "frontdesk.yml"], fails: 73,
            "\(bot.folder.path)/frontdesk.yml/: a file stands in the way of this folder. Name another folder, or move the file away"
        )
    }

    @Test("One reply, or one for each line")
    func reply() throws {
        let bot = try TinyBot()
        let hours = "My colleagues are there Monday to Friday, 9:00 to 17:00. I'm here all the time.\n"
        #expect(try bot.run("reply", "when are you open").output == hours)
        #expect(try bot.run("reply", input: "when are you open\nwhen are you open\n").output == hours + hours)
        let json = try bot.run("reply", "--json", "when are you open").output
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(
            Set(object.keys) == [
                "text", "route", "intent", "confidence", "ranking", "out_of_scope", "citations", "suggestions", "slots",
                "language", "conversation", "turn", "milliseconds",
            ])
    }

    @Test("A folder that is no bot is named, with the mend")
    func noBot() throws {
        let run = try CommandRun(["model", "list", "--bot", "/tmp"], environment: ["FRONTDESK_CACHE": "/nonexistent"])
        #expect(run.status == 64)
        #expect(
            run.errors == """
                frontdesk: /tmp/intents: there is no such folder, so this is no bot. \
                Name a bot's folder with --bot, or make one with 'frontdesk init'

                """)
    }

    @Test("From a correction to a promoted model, and back")
    func training() throws {
        let bot = try TinyBot()
        let first = try bot.run("model", "list", "--json").output
        #expect(try bot.run("chat", input: "qwertz uiop\n/correct opening_hours\n").status == 0)
        let run = try bot.run("train", "--json", "--force")
        #expect(run.status == 0)
        let result = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        #expect(result["promoted"] as? Bool == true && result["examples"] as? Int == 73)
        let models = try bot.run("model", "list", "--json").output.split(separator: "\n")
        #expect(models.count == 2 && models[0].contains("\"champion\":true") && models[0].contains("\"examples\":73"))
        let rollback = try bot.run("model", "rollback", "--json")
        #expect(rollback.status == 0)
        #expect(first.contains(rollback.output.dropFirst(10).prefix(16)))
        #expect(try bot.run("model", "show").output.contains("72 written"))
    }

    @Test("Test measures the bot's own evaluation, and a conversation that goes otherwise ends with 1")
    func measure() throws {
        let bot = try TinyBot()
        let run = try bot.run("test", "--json", "--scores", "scores.jsonl")
        #expect(run.status == 0)
        let report = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        #expect(report["examples"] as? Int == 10)
        for key in [
            "accuracy", "macro_f1", "expected_calibration_error", "automation_at_3_percent_wrong", "out_of_scope",
        ] {
            #expect(report[key] != nil)
        }
        let scores = try String(contentsOf: bot.folder.appending(path: "scores.jsonl"), encoding: .utf8)
        #expect(scores.split(separator: "\n").count == 10)
        let conversation = "- name: hours\n  turns:\n    - say: when are you open\n      intent: greeting\n"
        try Data(conversation.utf8).write(to: bot.folder.appending(path: "c.yml"))
        let failed = try bot.run("test", "c.yml")
        #expect(failed.status == 1)
        #expect(
            failed.output == """
                  0 of 1 conversation goes as it should
                  hours: c.yml:3:7: opening_hours instead of greeting

                """)
    }

    @Test("Search shows the answer and its place")
    func search() throws {
        let bot = try TinyBot()
        let run = try bot.run("search", "Where do I find my invoice?", "--limit", "1")
        #expect(run.status == 0)
        #expect(
            run.output.dropFirst(4) == """
                  Where do I find my invoice?  knowledge/faq.yml:15:3
                      It comes by mail as a PDF when the goods are sent, and stands in your account under "Orders".

                """)
    }

    @Test("Exported knowledge is a table that is read again as it was")
    func exportKnowledge() throws {
        let bot = try TinyBot()
        let table = try bot.run("export", "knowledge").output
        #expect(
            table.hasPrefix(
                "id,language,category,question,aliases,answer,source,valid_until,status,is_passage\npayment-methods,en,,"
            ))
        let before = try bot.run("export", "knowledge", "--json").output
        try Data(table.utf8).write(to: bot.folder.appending(path: "knowledge/faq.csv"))
        try FileManager.default.removeItem(at: bot.folder.appending(path: "knowledge/faq.yml"))
        #expect(try bot.run("export", "knowledge", "--json").output == before)
    }

    @Test("Debug: lines in, JSON lines out")
    func debug() throws {
        let bot = try TinyBot()
        #expect(
            try bot.run("debug", "tokenize", input: "退款 order\n\n").output
                == "{\"ids\":[2,109,110,158,3]}\n{\"ids\":[2,3]}\n")
        #expect(try bot.run("debug", "embed", input: "order\n").output.hasPrefix("{\"embedding\":["))
    }
}
