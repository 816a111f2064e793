import Foundation
import Testing

@Suite("Chat without a terminal")
struct ChatTests {
    @Test("A conversation with rating, help and a way out")
    func transcript() throws {
        let bot = try TinyBot()
        let transcript = try bot.chat(
            "/why", "when are you open", "", "/good", "cancel my order", "10234", "/nope", "//quit", "/quit", "not read"
        )
        #expect(
            transcript == """
                  you> /why
                Nothing has been said in this conversation yet.
                  you> when are you open
                robin> My colleagues are there Monday to Friday, 9:00 to 17:00. I'm here all the time.
                  you>\u{20}
                  you> /good
                Rated good.
                  you> cancel my order
                robin> Which order is it? Its number stands in the confirmation mail.
                  you> 10234
                robin> Order 10234 can be changed in your account, under "Orders", until it is packed. After that: You can reach my colleagues at help@example.com, Monday to Friday, 9:00 to 17:00.
                  you> /nope
                There is no /nope; /help lists the commands.
                  you> //quit
                robin> I did not understand that. Could you put it another way?
                  you> /quit

                """)
    }

    @Test("Of an earlier chat the last message can be corrected, but not explained")
    func earlierChat() throws {
        let bot = try TinyBot()
        func chat(_ lines: String...) throws -> String {
            try bot.run("chat", "--conversation", "c", input: lines.joined(separator: "\n") + "\n").output
        }
        _ = try chat("is the shop staffed at night")
        let later = try chat("/why", "/correct", "/correct opening_hours")
        #expect(
            later == """
                  you> /why
                /why explains what was said since this chat was opened.
                  you> /correct
                Without an intent's name, /correct has choices for what was said since this chat was opened.
                  you> /correct opening_hours
                Corrected to "opening_hours": it counts from now on, and the next `frontdesk train` learns it.

                """)
        let reply = try bot.run("reply", "--json", "is the shop staffed at night").object()
        #expect(reply["intent"] as? String == "opening_hours")
    }

    @Test("A conversation in which nothing was said is not exported")
    func nothingToExport() throws {
        let bot = try TinyBot()
        let file = bot.folder.appending(path: "said.jsonl")
        #expect(try bot.chat("/export \(file.path)").hasSuffix("Nothing has been said in this conversation yet.\n"))
        #expect(!FileManager.default.fileExists(atPath: file.path))
    }

    @Test("A correction counts at once and can be taken back")
    func correction() throws {
        let bot = try TinyBot()
        let transcript = try bot.chat(
            "is the shop staffed at night", "/correct opening_hour", "/correct opening_hours",
            "is the shop staffed at night", "/undo", "/undo",
            "is the shop staffed at night")
        #expect(
            transcript == """
                  you> is the shop staffed at night
                robin> I did not understand that. Could you put it another way?
                  you> /correct opening_hour
                There is no intent opening_hour. Did you mean opening_hours?
                  you> /correct opening_hours
                Corrected to "opening_hours": it counts from now on, and the next `frontdesk train` learns it.
                  you> is the shop staffed at night
                robin> My colleagues are there Monday to Friday, 9:00 to 17:00. I'm here all the time.
                  you> /undo
                Taken back: “is the shop staffed at night” → opening_hours.
                  you> /undo
                There is nothing to take back.
                  you> is the shop staffed at night
                robin> I did not understand that. Could you put it another way?

                """)
    }

    @Test("A rating can be taken back, with the label that it confirmed")
    func rating() throws {
        let bot = try TinyBot()
        let transcript = try bot.chat("when are you open", "/good", "/bad", "/undo", "/undo", "/undo")
        let lines = transcript.split(separator: "\n").dropFirst(2).filter { !$0.hasPrefix("  you>") }
        #expect(
            lines == [
                "Rated good.", "Rated bad.", "Taken back: the rating “bad”.", "Taken back: the rating “good”.",
                "There is nothing to take back.",
            ])
    }

    @Test("Choices are numbered; whatever is no number is not said to the bot")
    func choices() throws {
        let bot = try TinyBot()
        let transcript = try bot.chat(
            "qwertz uiop", "/correct", "ten", "/correct", "", "/correct", "6", "/correct", "/quit")
        let lines = transcript.split(separator: "\n")
        #expect(lines[3] == "What should the last message have led to?")
        #expect(lines[4..<9].enumerated().allSatisfy { $1.hasPrefix("  \($0 + 1)  ") })
        #expect(lines[9] == "  6  Nothing fits")
        #expect(lines[10].hasPrefix("  7  A human"))
        #expect(
            lines[11...12] == [
                "number> ten",
                "Nothing was corrected: that is no number from 1 to 7, and it was not said to the bot.",
            ])
        #expect(transcript.contains("number> \nNothing was corrected.\n"))
        #expect(transcript.contains("number> 6\nCorrected to \"Nothing fits\": it counts"))
        #expect(transcript.hasSuffix("number> /quit\n"))
    }

    @Test("Why: the rule, the ranking, the examples with their places, the knowledge")
    func why() throws {
        let bot = try TinyBot()
        let transcript = try bot.chat("when are you open", "/why")
        let lines = transcript.split(separator: "\n").dropFirst(3).map(String.init)
        #expect(lines.first == "  template: the best reply is sure enough")
        #expect(lines[1].hasPrefix("  ranking    ") && lines[1].contains("  opening_hours"))
        #expect(
            transcript.contains(
                "  examples   1.00  when are you open                  opening_hours  intents/opening_hours.yml:5:3\n")
                || transcript.contains("  examples   1.00  when are you open"))
        #expect(transcript.contains("  knowledge  0."))
        #expect(transcript.contains("  knowledge/faq.yml:"))
        #expect(lines.last?.hasPrefix("  out of scope 0.") == true && lines.last?.contains(" · answer 0.") == true)
    }

    @Test("What a customer writes is shown, never executed")
    func controlCharacters() throws {
        let bot = try TinyBot()
        let transcript = try bot.chat("cancel order \u{1B}[2J\u{202E}10234")
        #expect(transcript.contains("  you> cancel order ␛[2J<U+202E>10234\n"))
        #expect(!transcript.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
    }

    @Test("One JSON object a line")
    func json() throws {
        let bot = try TinyBot()
        let run = try bot.run(
            "chat", "--json", "--conversation", "c1", input: "when are you open\n/why\n/correct\n1\n/undo\n")
        #expect(run.status == 0)
        let objects = try run.output.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        #expect(objects.count == 5)
        #expect(objects[0]["intent"] as? String == "opening_hours" && objects[0]["conversation"] as? String == "c1")
        #expect((objects[1]["examples"] as? [Any])?.isEmpty == false)
        #expect((objects[2]["choices"] as? [String])?.count == 7)
        #expect((objects[3]["notice"] as? String)?.hasPrefix("Corrected to") == true)
        #expect((objects[4]["notice"] as? String)?.hasPrefix("Taken back: ") == true)
    }

    @Test("A conversation goes on where it stopped, and is exported")
    func conversation() throws {
        let bot = try TinyBot()
        #expect(try bot.run("chat", "--conversation", "c1", input: "cancel my order\n").status == 0)
        let run = try bot.run("chat", "--conversation", "c1", input: "10234\n/export said.json\n")
        #expect(run.output.contains("robin> Order 10234 can be changed"))
        let line = try String(contentsOf: bot.folder.appending(path: "said.json"), encoding: .utf8)
        let said = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(said["id"] as? String == "c1" && (said["turns"] as? [Any])?.count == 4)
        let logs = try bot.run("export", "logs")
        #expect(
            logs.status == 0 && logs.output.split(separator: "\n").count == 1 && logs.output.contains("cancel my order")
        )
    }

    @Test("An edited file answers at the next message, and one that does not parse leaves the last good version")
    func edits() throws {
        let bot = try TinyBot()
        let file = bot.folder.appending(path: "intents/opening_hours.yml")
        try Data("intent: opening_hours\nanswer: wrong key\n".utf8).write(to: file)
        let run = try bot.run("reply", "when are you open")
        #expect(run.status == 65)
        #expect(run.errors.hasPrefix("frontdesk: intents/opening_hours.yml:2:1: "))
    }
}
