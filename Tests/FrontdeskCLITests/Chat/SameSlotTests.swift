import Foundation
import Testing

@Suite("Two questions that lack the same value")
struct SameSlotTests {
    private static let invoice = """
        intent: invoice_copy
        examples: |
          - can I get another invoice
          - I lost my invoice
        slots:
          order_number:
            type: number
            ask:
              en: Which order is it? Its number stands in the confirmation mail.
        answers:
          - en: The invoice for order {{order_number}} is on its way to you.

        """

    private static func bot() throws -> TinyBot {
        let bot = try TinyBot()
        try bot.write(Data(invoice.utf8), to: "intents/invoice_copy.yml")
        return bot
    }

    private static let question = "Which order is it? Its number stands in the confirmation mail."
    private static let both = "I want to change my order, and can I get another invoice"

    @Test("It is asked for once, and answers both, in their order")
    func askedOnce() throws {
        let bot = try Self.bot()
        let first = try bot.run("reply", "--json", "--conversation", "c", Self.both).object()
        #expect(first["text"] as? String == Self.question)
        #expect(first["route"] as? String == "ask")
        let answers = try #require(
            try bot.run("reply", "--json", "--conversation", "c", "10234").object()["text"] as? String)
        #expect(answers.hasPrefix("Order 10234 can be changed"))
        #expect(answers.hasSuffix("\n\nThe invoice for order 10234 is on its way to you."))
        let next = try bot.run("reply", "--json", "--conversation", "c", "hello").object()
        #expect(next["intent"] as? String == "greeting")
    }

    @Test("Asked again, both still wait for it")
    func askedAgain() throws {
        let bot = try Self.bot()
        let chat = ["reply", "--json", "--conversation", "c"]
        for message in [Self.both, "no idea"] {
            _ = try CommandRun(chat + [message], environment: bot.environment, in: bot.folder)
        }
        let text = try CommandRun(chat + ["10234"], environment: bot.environment, in: bot.folder).object()["text"]
        #expect((text as? String)?.contains("The invoice for order 10234") == true)
    }

    @Test("Another question in between lets go of both")
    func changedSubject() throws {
        let bot = try Self.bot()
        let chat = try bot.chat(Self.both, "opening hours", "10234", "/quit")
        #expect(chat.contains(Self.question) && !chat.contains("The invoice for order"))
    }
}
