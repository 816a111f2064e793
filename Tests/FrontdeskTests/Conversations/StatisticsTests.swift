import Foundation
import Frontdesk
import Testing

@Suite struct StatisticsTests {
    private let conversations: TestConversations
    private var store: ConversationStore { conversations.store }

    init() throws {
        conversations = try TestConversations()
    }

    @Test func whatBecameOfMessages() throws {
        let old = Date(timeIntervalSinceNow: -10 * 86_400)
        try conversations.say(in: "old", "template", intent: "stock", at: old)
        try conversations.say(in: "a", "template", intent: "stock")
        try conversations.say(in: "a", "knowledge", entry: "rust")
        try conversations.say(in: "b", "ask", intent: "order_status")
        try conversations.say(in: "b", "clarify")
        try conversations.say(in: "b", "handoff", intent: "talk_to_human")
        try conversations.say(in: "b", "fallback")
        _ = try store.rate(.bad, lastReplyOf: "a")
        try store.add(Correction(text: "hello", label: .nothing, conversation: "a", confirmed: false))
        try store.add(Correction(text: "hi", label: .intent("greeting"), conversation: "a", confirmed: true))
        let all = try store.statistics()
        #expect([all.conversations, all.turns, all.messages, all.replies] as [Int] == [3, 14, 7, 7])
        #expect(all.outcomes.share(.answered) == 3.0 / 7)
        #expect(all.routes == ["template": 2, "knowledge": 1, "ask": 1, "clarify": 1, "handoff": 1, "fallback": 1])
        #expect([all.good, all.bad, all.corrections] as [Int] == [0, 1, 1])
        #expect(all.intents.map(\.name) == ["stock", "order_status", "talk_to_human"])
        #expect(all.intents.map(\.count) == [2, 1, 1])
        #expect(all.entries.map(\.name) == ["rust"])
        let recent = try store.statistics(since: Date(timeIntervalSinceNow: -86_400))
        #expect([recent.conversations, recent.replies, recent.intents[0].count] as [Int] == [2, 6, 1])
    }

    @Test func askedAgainIsTheSameAnswerWithinTwoReplies() throws {
        for (conversation, topics) in [
            ("again", ["a", "a"]), ("after one other", ["a", "b", "a"]), ("after two others", ["a", "b", "c", "a"]),
            ("another", ["a", "b"]), ("thrice", ["a", "a", "a"]),
        ] {
            for topic in topics { try conversations.say(in: conversation, "knowledge", entry: topic) }
        }
        #expect(try store.statistics().askedAgain == 4)
    }

    @Test func aValueThatWasAskedForIsNotAskedAgain() throws {
        try conversations.say(in: "c", "ask", intent: "order_status")
        try conversations.say(in: "c", "template", intent: "order_status")
        #expect(try store.statistics().askedAgain == 0)
        try conversations.say(in: "c", "template", intent: "order_status")
        #expect(try store.statistics().askedAgain == 1)
        try conversations.say(in: "c", "knowledge", entry: "order_status")
        #expect(try store.statistics().askedAgain == 1)
    }

    @Test func anEmptyStore() throws {
        let nothing = try store.statistics()
        #expect(nothing.turns == 0 && nothing.replies == 0 && nothing.outcomes.share(.answered) == 0)
    }
}
