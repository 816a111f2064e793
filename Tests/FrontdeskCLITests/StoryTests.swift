import Foundation
import Frontdesk
import Testing

@Suite("The story of a bot")
struct StoryTests {
    private static let word = "zanzibarflux"

    private func answering(_ bot: TinyBot) throws -> String? {
        try bot.run("model", "list", "--json").output.split(separator: "\n").map { line in
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        }.first { $0?["champion"] as? Bool == true }??["model"] as? String
    }

    @Test("Old logs, training, a bad chat, a review, the next model, and back; then a customer is forgotten")
    func story() throws {
        let bot = try TinyBot()
        let first = try #require(try answering(bot))

        // Logs of the time before the bot, with the labels of those who answered.
        let old = [
            #"{"id": "old-1", "customer": "anna-77", "turns": [{"speaker": "customer", "text": "is the \#(Self.word) desk staffed now", "intent": "opening_hours"}, {"speaker": "agent", "text": "Until five."}]}"#,
            #"{"id": "old-2", "customer": "ben", "turns": [{"speaker": "customer", "text": "ta very much", "intent": "thanks"}]}"#,
        ]
        try bot.write(Data(old.map { $0 + "\n" }.joined().utf8), to: "old.jsonl")
        #expect(try bot.run("import", "--logs", "old.jsonl").output.contains("2 new, 3 turns, 2 labels"))
        try FileManager.default.removeItem(at: bot.folder.appending(path: "old.jsonl"))
        let second = try #require(try bot.run("train", "--json").object()["model"] as? String)
        #expect(try answering(bot) == second && second != first)

        // The bot does not understand, and is told so.
        let said = try bot.run(
            "chat", "--customer", "anna-77", "--conversation", "new-1", input: "frimble my \(Self.word) back\n/bad\n")
        #expect(said.output.contains("Rated bad."))

        // Somebody looks at it, and says what it meant.
        let review = try bot.run("review", input: "return_goods\n")
        #expect(review.output.contains("frimble my \(Self.word) back"))
        #expect(review.output.contains("1 case decided, 1 message labelled"))

        // The next model has learnt it, and is put beside the one before.
        let third = try bot.run("train", "--json").object()
        #expect(third["promoted"] as? Bool == true, "\(third["reason"] ?? "")")
        let model = try #require(third["model"] as? String)
        #expect(try bot.run("model", "rollback").output == "\(second) answers now.\n")
        let compared = try bot.run("model", "compare", "--json").object()
        #expect((compared["candidate"] as? [String: Any])?["model"] as? String == model)
        #expect(compared["promoted"] as? Bool == true)
        #expect(try bot.run("model", "promote", String(model.prefix(8))).output == "\(model) answers now.\n")
        let reply = try bot.run("reply", "--customer", "anna-77", "--json", "frimble my \(Self.word) back").object()
        #expect(reply["intent"] as? String == "return_goods")
        let replay = try bot.run("model", "replay", "--last", "1d", "--json").object()
        #expect(replay["candidate"] as? String == second && replay["messages"] as? Int == 4, "\(replay)")

        // Second thoughts: back to the one before.
        #expect(try bot.run("model", "rollback").status == 0)
        #expect(try answering(bot) == second)

        // Anna wants to be forgotten: nothing of hers is left but in the model that answers, and then not even there.
        #expect(try bot.run("forget", "anna-77").output.contains("'frontdesk train' makes the next"))
        #expect(try bot.holders(of: Self.word) == [".frontdesk/models/\(second)/examples.tsv"])
        #expect(try bot.run("train", "--force").status == 0)
        for trace in [Self.word, "anna-77", "old-1", "new-1"] { #expect(try bot.holders(of: trace).isEmpty) }
        #expect(try bot.holders(of: "ta very much").contains(".frontdesk/store.sqlite"))
        #expect(try bot.run("check").status == 0)

        // It is known who did what, in the order in which it was done.
        let audit = try bot.run("model", "list", "--audit", "--json").output.split(separator: "\n").reversed().map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(
            audit.compactMap { $0["act"] as? String } == [
                "base", "train", "promote", "import", "train", "promote", "rate", "review", "train", "promote",
                "promote",
                "promote", "promote", "forget", "train", "promote",
            ])
        #expect(Set(audit.map { $0["person"] as? String }).count == 1 && audit[0]["person"] is String)
    }
}
