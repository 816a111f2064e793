import Foundation
import Frontdesk
import Testing

@Suite("Learning from corrections")
struct LearningTests {
    private static let hours =
        "My colleagues are there Monday to Friday, 9:00 to 17:00. I'm here all the time."

    private func train(_ bot: TinyBot) throws -> String {
        try #require(try bot.run("train", "--json", "--force").object()["model"] as? String)
    }

    /// How many examples of each provenance the model that answers was trained on.
    private func provenance(_ bot: TinyBot) throws -> [String: Int]? {
        let manifest = try bot.run("model", "show", "--json").object()["manifest"] as? [String: Any]
        return manifest?["examples_by_provenance"] as? [String: Int]
    }

    /// The models that gave the replies of a conversation, in order.
    private func models(of conversation: String, _ bot: TinyBot) throws -> [String] {
        let lines = try bot.run("export", "logs").output.split(separator: "\n")
        let objects = try lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
        let said = objects.first { $0?["id"] as? String == conversation } ?? nil
        return (said?["turns"] as? [[String: Any]] ?? []).compactMap { $0["model"] as? String }
    }

    @Test("Not understood, corrected, answered; trained, still answered")
    func correction() throws {
        let bot = try TinyBot()
        #expect(
            try bot.chat(
                "is the shop staffed at night", "/correct opening_hours", "is the shop staffed at night", "/quit")
                    == """
                      you> is the shop staffed at night
                    robin> I did not understand that. Could you put it another way?
                      you> /correct opening_hours
                    Corrected to "opening_hours": it counts from now on, and the next `frontdesk train` learns it.
                      you> is the shop staffed at night
                    robin> \(Self.hours)
                      you> /quit

                    """)
        #expect(try provenance(bot) == ["written": 72])
        let result = try bot.run("train", "--json").object()
        #expect(result["promoted"] as? Bool == true)
        #expect(try provenance(bot) == ["written": 72, "corrected": 1])
        let reply = try bot.run("reply", "--json", "Is the shop staffed at night?").object()
        #expect(reply["text"] as? String == Self.hours && reply["intent"] as? String == "opening_hours")
    }

    @Test("A rating confirms an intent, and is learnt as such")
    func confirmation() throws {
        let bot = try TinyBot()
        #expect(
            try bot.chat("are you open on sundays", "/correct opening_hours", "cancel order 10234", "/good", "/bad")
                .hasSuffix("Rated bad.\n"))
        _ = try bot.chat("office hours please", "/good")
        _ = try train(bot)
        // The message stands among the written examples; the person's word for it counts.
        #expect(try provenance(bot) == ["written": 71, "corrected": 1, "confirmed": 1])
    }

    @Test("A rating confirms nothing of a message that means its intent only as the answer to a question")
    func confirmedValue() throws {
        let bot = try TinyBot()
        let chat = try bot.chat("cancel my order", "10234", "/good")
        #expect(chat.contains("Order 10234 can be changed") && chat.hasSuffix("Rated good.\n"))
        _ = try train(bot)
        #expect(try provenance(bot)?["confirmed"] == nil)
    }

    @Test("An open chat answers from the model that another process promotes, and from the one rolled back to")
    func promotionElsewhere() throws {
        let bot = try TinyBot()
        let chat = try OpenChat(with: bot, conversation: "open")
        #expect(try chat.say("when are you open")["intent"] as? String == "opening_hours")
        #expect(try bot.run("chat", input: "qwertz uiop\n/correct thanks\n").status == 0)
        let trained = try train(bot)
        #expect(try chat.say("qwertz uiop")["intent"] as? String == "thanks")
        let rollback = try bot.run("model", "rollback", "--json").object()
        #expect(try chat.say("when are you open")["intent"] as? String == "opening_hours")
        #expect(try chat.end() == 0)
        let first = try #require(rollback["model"] as? String)
        #expect(try models(of: "open", bot) == [first, trained, first])
    }

    @Test("An open chat counts a correction made elsewhere, and goes on while the store is read")
    func correctionElsewhere() throws {
        let bot = try TinyBot()
        let (one, other) = (
            try OpenChat(with: bot, conversation: "one"), try OpenChat(with: bot, conversation: "other")
        )
        #expect(try one.say("qwertz uiop")["route"] as? String == "fallback")
        #expect(try other.say("qwertz uiop")["route"] as? String == "fallback")
        #expect((try one.say("/correct greeting")["notice"] as? String)?.hasPrefix("Corrected to") == true)
        #expect(try other.say("qwertz uiop")["intent"] as? String == "greeting")
        #expect((try one.say("/undo")["notice"] as? String)?.hasPrefix("Taken back") == true)
        #expect(try other.say("qwertz uiop")["intent"] as? String != "greeting")
        #expect(try one.end() == 0 && other.end() == 0)
    }

    @Test("A correction to a knowledge entry answers exactly this message")
    func knowledgeEntry() throws {
        let bot = try TinyBot()
        let message = "wrap the card please"
        let choices = try bot.chat(message, "/correct").split(separator: "\n")
        let numbers = choices.compactMap { $0.firstMatch(of: /^  (\d)  .*knowledge gift-wrapping/)?.1 }
        let number = try #require(numbers.first, "\(choices)")
        #expect(
            try bot.chat(message, "/correct", String(number)).hasSuffix(
                "Corrected to \"Do you wrap gifts?\": it counts from now on, and the next `frontdesk train` learns it.\n"
            ))
        for _ in 0..<2 {
            for text in [message, "Wrap the card, please!"] {
                let reply = try bot.run("reply", "--json", text).object()
                #expect(reply["route"] as? String == "knowledge")
                #expect((reply["citations"] as? [[String: Any]])?.map { $0["id"] as? String } == ["gift-wrapping"])
            }
            let other = try bot.run("reply", "--json", "when are you open").object()
            #expect(other["intent"] as? String == "opening_hours")
            _ = try train(bot)
        }
    }

    @Test("A message corrected to an intent or entry that is gone is understood anew")
    func goneMeaning() throws {
        let bot = try TinyBot()
        let entry = "- id: lamp-oil\n  question: Which oil does the lamp take?\n  answer: Any.\n"
        try bot.write(Data(entry.utf8), to: "knowledge/lamps.yml")
        let store = ConversationStore(try Store(folder: BotFolder(bot.folder).state))
        let labels = [
            ("opening hours", Correction.Label.intent("thanks")), ("when are you open", .entry("lamp-oil")),
        ]
        for (text, label) in labels {
            try store.add(Correction(text: text, label: label, conversation: "c", confirmed: false))
        }
        #expect(try bot.run("reply", "--json", "opening hours").object()["intent"] as? String == "thanks")
        #expect(try bot.run("reply", "--json", "when are you open").object()["route"] as? String == "knowledge")
        for file in ["intents/thanks.yml", "knowledge/lamps.yml"] {
            try FileManager.default.removeItem(at: bot.folder.appending(path: file))
        }
        for (text, _) in labels {
            #expect(try bot.run("reply", "--json", text).object()["intent"] as? String == "opening_hours", "\(text)")
        }
    }

    @Test("A message that nothing fits is not answered any more")
    func nothingFits() throws {
        let bot = try TinyBot()
        let transcript = try bot.chat("office hours please", "/correct", "6", "office hours please")
        #expect(transcript.contains("  6  Nothing fits\n") && transcript.contains("Corrected to \"Nothing fits\""))
        #expect(transcript.hasSuffix("  you> office hours please\nrobin> That is nothing I can help with.\n"))
        _ = try train(bot)
        #expect(try bot.run("reply", "--json", "office hours please").object()["route"] as? String == "fallback")
        #expect(try bot.run("reply", "--json", "opening hours").object()["intent"] as? String == "opening_hours")
        #expect(try provenance(bot) == ["written": 71, "corrected": 1])
    }

    @Test("The same data make the same model")
    func sameModel() throws {
        let bot = try TinyBot()
        let before = try bot.run("model", "list", "--json").output
        let model = try train(bot)
        #expect(try train(bot) == model)
        #expect(try bot.run("model", "list", "--json").output == before)
        #expect(before.contains(model))
    }
}
