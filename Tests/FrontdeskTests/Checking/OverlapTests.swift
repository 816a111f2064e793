import Foundation
import Frontdesk
import Testing

@Suite("Messages that two places claim")
struct OverlapTests {
    private let bot: CheckedBot

    init() throws {
        bot = try CheckedBot()
        try bot.intent("order_cancel", ["cancel my order", "I must cancel an order", "cancel it", "cancel the parcel"])
        try bot.intent("order_change", ["please change it", "I must change an order", "change it", "change the size"])
    }

    private func found(_ kind: BotWarning.Kind) throws -> [String] { try bot.warnings(kind).map(\.description) }

    @Test("Two examples with one other word are doubtful, unless the word tells their intents apart")
    func wordsThatTell() throws {
        #expect(try found(.nearDuplicate).isEmpty)
        try bot.intent("order_change", ["change it", "change this", "when can I cancel my order", "where is it"])
        try bot.intent("order_cancel", ["where can I cancel my order", "cancel it", "cancel this", "when is it"])
        #expect(
            try found(.nearDuplicate) == [
                """
                intents/order_change.yml:5:3: 'order_cancel' has nearly the same example at intents/order_cancel.yml:3:3, \
                with 'where' for 'when'. Keep it where it fits better, or say what tells the two apart
                """
            ])
    }

    @Test("Numbers, case, order and endings do not matter")
    func sameWords() throws {
        try bot.intent("order_change", ["Order 10234: I must change", "about order 12345, please change its address"])
        try bot.intent("order_cancel", ["please change its address about Orders 54321", "cancel it"])
        let warnings = try found(.nearDuplicate)
        #expect(warnings.count == 1 && warnings[0].contains("intents/order_change.yml:4:3: 'order_cancel' has nearly"))
        #expect(warnings[0].contains("at intents/order_cancel.yml:3:3. Keep it"))
    }

    @Test("A slip of the pen tells nothing, a negation does")
    func slips() throws {
        try bot.intent("order_change", ["change it", "where is the delivery for this", "are you content with it now"])
        try bot.intent(
            "order_cancel", ["cancel it", "where is the delivry for this", "are you not content with it now"])
        let warnings = try found(.nearDuplicate)
        #expect(warnings.count == 1 && warnings[0].contains("with 'delivri' for 'deliveri'"), "\(warnings)")
    }

    @Test("Chinese is compared by its characters")
    func chinese() throws {
        try bot.intent("order_change", ["怎么改我的订单呀", "我要改地址", "改一下", "改尺码"])
        try bot.intent("order_cancel", ["怎么取消订单", "我要取消", "取消一下", "怎么改我的订单呢"])
        #expect(try found(.nearDuplicate).isEmpty)
        try bot.intent("order_cancel", ["怎么取消订单呀", "我要取消呀", "取消一下", "怎么改我的订单"])
        #expect(try found(.nearDuplicate).count == 1)
    }

    @Test("What no intent covers is doubtful only where it is the same")
    func outOfScope() throws {
        try bot.write("examples: |\n  - cancel my gym\n  - An order I must CANCEL\n", to: "intents/_out_of_scope.yml")
        let warnings = try found(.nearDuplicate)
        #expect(warnings.count == 1)
        #expect(warnings[0].hasPrefix("intents/_out_of_scope.yml:3:3: 'order_cancel' has nearly the same example"))
    }

    @Test("The same message under two intents is a warning where nobody wrote it by hand")
    func duplicates() throws {
        try bot.write(
            "{\"text\": \"one\", \"intent\": \"a\"}\n{\"text\": \"One!\", \"intent\": \"b\"}\n", to: "intents/x.jsonl")
        #expect(
            try found(.duplicateExample) == [
                """
                intents/x.jsonl:2: this example also stands under 'a', at intents/x.jsonl:1. \
                Keep it where it fits better: one of the two labels is not learnt
                """
            ])
    }

    @Test("A question of knowledge that is an example, and an alias that two entries have")
    func waysToAsk() throws {
        try bot.write(
            """
            - {id: a, question: 'Cancel it!', answer: No.}
            - {id: b, question: 'Islands?', aliases: [to islands, cancel my order], answer: Yes.}
            - {id: c, question: 'To islands', answer: 'Yes, too.'}
            """, to: "knowledge/a.yml")
        #expect(
            try found(.knowledgeCollision) == [
                """
                knowledge/a.yml:1:3: the question is also an example of 'order_cancel', at \
                intents/order_cancel.yml:5:3. Keep it with the one that answers it better
                """,
                """
                knowledge/a.yml:2:3: the alias 'cancel my order' is also an example of 'order_cancel', at \
                intents/order_cancel.yml:3:3. Keep it with the one that answers it better
                """,
            ])
        #expect(
            try found(.sharedQuestion) == [
                """
                knowledge/a.yml:3:3: the question also asks for the entry 'b', at knowledge/a.yml:2:3. \
                Keep it with the one that answers it better
                """
            ])
    }
}
