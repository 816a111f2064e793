import Foundation
import Frontdesk
import Testing

@Suite struct RetentionTests {
    private let conversations: TestConversations
    private let now = Date(timeIntervalSince1970: 1_800_000_000)
    private var store: ConversationStore { conversations.store }

    init() throws {
        conversations = try TestConversations()
    }

    private func daysAgo(_ days: Double) -> Date { now - days * 86_400 }

    @Test func whatWasSilentForLongerIsRemovedAndCorrectionsStay() throws {
        try conversations.say(in: "old", at: daysAgo(31))
        try conversations.say(in: "gone on", at: daysAgo(31))
        try conversations.say(in: "gone on", at: daysAgo(29))
        let label = Correction(text: "hello", label: .intent("greeting"), conversation: "old", confirmed: false)
        try store.add(label)
        _ = try store.rate(.good, lastReplyOf: "old", confirming: label)
        #expect(try store.removeExpired(after: 30, now: now) == 1)
        #expect(try store.turns(of: "old").isEmpty)
        #expect(try store.turns(of: "gone on").count == 4)
        #expect(try store.state(of: "old") == ConversationState())
        #expect(try store.corrections() == [label, label])
    }

    @Test func itLooksOnceADay() throws {
        #expect(try store.removeExpired(after: 30, now: now) == 0)
        try conversations.say(at: daysAgo(40))
        #expect(try store.removeExpired(after: 30, now: now + 3_600) == 0)
        #expect(try store.turns(of: "c").count == 2)
        #expect(try store.removeExpired(after: 30, now: now + 86_400) == 1)
        try conversations.say(at: daysAgo(400))
        #expect(try store.removeExpired(after: 30, now: daysAgo(300)) == 1)
    }

    @Test func withoutASettingAllIsKept() throws {
        try conversations.say(at: daysAgo(4_000))
        #expect(try store.removeExpired(after: nil, now: now) == 0)
        #expect(try store.turns(of: "c").count == 2)
    }
}
