import Foundation
import Frontdesk
import Testing

@Suite struct ToldNextTests {
    private let conversations: TestConversations

    init() throws {
        conversations = try TestConversations()
    }

    @Test func whatOthersWereToldNextIsCountedByConversation() throws {
        for (conversation, entries) in [
            ("a", ["rust", "wash"]), ("b", ["rust", "wash", "oil"]), ("c", ["rust", "oil"]),
        ] {
            for entry in entries { try conversations.say(in: conversation, "knowledge", entry: entry) }
        }
        try conversations.say(in: "d", "knowledge", entry: "rust")
        try conversations.say(in: "d", "template", intent: "thanks")
        try conversations.say(in: "d", "knowledge", entry: "wash")
        #expect(try conversations.store.toldNext(after: "rust", besides: "x") == ["wash": 3, "oil": 1])
        #expect(try conversations.store.toldNext(after: "rust", besides: "x", fewest: 2) == ["wash": 3])
        #expect(try conversations.store.toldNext(after: "rust", besides: "x", most: 1) == ["wash": 3])
        #expect(try conversations.store.toldNext(after: "rust", besides: "c") == ["wash": 3])
        #expect(try conversations.store.toldNext(after: "wash", besides: "x") == ["oil": 1])
        #expect(try conversations.store.toldNext(after: "none", besides: "x").isEmpty)
    }

    @Test func theCustomersOwnConversationsDoNotCount() throws {
        for (conversation, customer) in [("a", "anna"), ("b", nil), ("c", "ben")] as [(String, String?)] {
            for entry in ["rust", "wash"] {
                _ = try conversations.store.append(
                    .init(
                        conversation: conversation, customer: customer,
                        message: Turn(speaker: .customer, text: "x", time: Date()),
                        reply: Turn(speaker: .bot, text: "y", time: Date(), route: "knowledge", answerID: entry),
                        state: ConversationState()))
            }
        }
        #expect(try conversations.store.toldNext(after: "rust", besides: "x", customer: "anna") == ["wash": 2])
        #expect(try conversations.store.toldNext(after: "rust", besides: "x") == ["wash": 3])
    }

    @Test func questionsWithoutAnAnswerAreGroupedAndTheOftenestStandFirst() throws {
        try conversations.say("Do you sell tents?", "fallback")
        try conversations.say("hire a tent", in: "b", "handoff")
        try conversations.say("do you sell tents", in: "c", "fallback", at: Date(timeIntervalSinceNow: 60))
        try conversations.say("a person, please", in: "d", "handoff", intent: "talk_to_human")
        try conversations.say("?!", in: "e", "fallback")
        try conversations.say(
            "mail me at anna@example.com", in: "f", "fallback", at: Date(timeIntervalSinceNow: -864_000))
        let all = try conversations.store.unanswered()
        #expect(all.map(\.count) == [2, 1, 1])
        #expect(all[0].text == "do you sell tents" && all[1].text == "hire a tent")
        #expect(!all[2].text.contains("anna"))
        #expect(try conversations.store.unanswered(since: Date(timeIntervalSinceNow: -86_400)).count == 2)
    }

    @Test func entriesThatWereNeverToldAreThoseOfTheTime() throws {
        try conversations.say("knowledge", entry: "rust", at: Date(timeIntervalSinceNow: -864_000))
        try conversations.say("knowledge", entry: "wash")
        let ids: Set<String> = ["rust", "wash", "oil"]
        #expect(try conversations.store.neverTold(of: ids) == ["oil"])
        #expect(try conversations.store.neverTold(of: ids, since: Date(timeIntervalSinceNow: -60)) == ["oil", "rust"])
    }
}
