import Foundation
import Frontdesk
import Testing

@Suite struct UndoTests {
    private let conversations: TestConversations
    private var store: ConversationStore { conversations.store }

    init() throws {
        conversations = try TestConversations()
        try conversations.say("hello", intent: "greeting")
    }

    private func label(_ intent: String, confirmed: Bool = false) -> Correction {
        Correction(text: "hello", label: .intent(intent), conversation: "c", confirmed: confirmed)
    }

    private func feedback() throws -> Turn.Feedback? {
        try store.turns(of: "c").last?.feedback
    }

    @Test func theLaterOfCorrectionAndRatingGoesFirst() throws {
        try store.add(label("thanks"))
        #expect(try store.rate(.bad, lastReplyOf: "c"))
        try store.add(label("stock"))
        #expect(try store.undo(in: "c") == .correction(label("stock")))
        #expect(try feedback() == .bad)
        #expect(try store.undo(in: "c") == .rating(.bad))
        #expect(try feedback() == nil)
        #expect(try store.undo(in: "c") == .correction(label("thanks")))
        #expect(try store.undo(in: "c") == nil)
        #expect(try store.corrections().isEmpty)
    }

    @Test func aReviewTakesItsOwnDecisionBackAndNoOther() throws {
        let mine = try store.record(.label(.intent("thanks")), of: [("hello", "c")])
        let theirs = try store.record(.label(.intent("stock")), of: [("any left?", "c")])
        #expect(try store.undoReview(mine))
        #expect(try store.corrections().map(\.label) == [.intent("stock")])
        #expect(try !store.undoReview(mine))
        #expect(try store.undoReview(theirs))
        #expect(try store.corrections().isEmpty)
        #expect(try !store.undoReview(theirs + 1))
    }

    @Test func aGoodRatingTakesItsLabelBack() throws {
        _ = try store.rate(.good, lastReplyOf: "c", confirming: label("greeting", confirmed: true))
        #expect(try store.corrections() == [label("greeting", confirmed: true)])
        let version = try store.correctionsVersion()
        #expect(try store.undo(in: "c") == .rating(.good))
        #expect(try store.corrections().isEmpty)
        #expect(try feedback() == nil)
        #expect(try store.correctionsVersion() != version)
        #expect(try store.undo(in: "c") == nil)
    }

    @Test func aSecondRatingReplacesTheFirstUntilItIsTakenBack() throws {
        _ = try store.rate(.good, lastReplyOf: "c", confirming: label("greeting", confirmed: true))
        _ = try store.rate(.bad, lastReplyOf: "c")
        #expect(try store.corrections().isEmpty)
        #expect(try store.undo(in: "c") == .rating(.bad))
        #expect(try feedback() == .good)
        #expect(try store.corrections() == [label("greeting", confirmed: true)])
        _ = try store.rate(.good, lastReplyOf: "c", confirming: label("greeting", confirmed: true))
        #expect(try store.corrections().count == 1)
        #expect(try store.undo(in: "c") == .rating(.good))
        #expect(try store.undo(in: "c") == nil)
    }

    @Test func eachConversationHasItsOwn() throws {
        #expect(try !store.rate(.good, lastReplyOf: "other"))
        _ = try store.rate(.good, lastReplyOf: "c")
        #expect(try store.undo(in: "other") == nil)
    }
}
