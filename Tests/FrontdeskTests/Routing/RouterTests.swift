import Frontdesk
import Testing

/// Each route, and each rule that leads to it.
struct RouterTests {
    private let router = Router(thresholds: RoutingThresholds(answer: 0.7, clarify: 0.75, urgent: 0.4, handoff: 0.6))
    private let start = ConversationState()

    private func message(
        _ text: String = "some words", _ candidates: [(Candidate.Option, Double)] = [], slots: [String: String] = [:],
        outOfScope: Double = 0
    ) -> Understanding {
        Understanding(
            text: text, language: .english, candidates: candidates.map { Candidate($0, confidence: $1) },
            outOfScope: outOfScope, slots: slots,
            intents: [
                "order_status": .init(requiredSlots: ["order_number"]),
                "talk_to_human": .init(handoff: .requested),
                "injury_report": .init(handoff: .urgent),
                "fraud_report": .init(handoff: .urgent),
                "theft_report": .init(handoff: .urgent),
            ])
    }

    @Test func aSureIntentIsAnsweredFromItsTemplate() {
        let decision = router.route(message("x", [(.intent("return_policy"), 0.9)]), in: start)
        #expect(decision.route == .template(intent: "return_policy"))
    }

    @Test func aSureEntryIsAnsweredFromKnowledge() {
        let decision = router.route(message("x", [(.entry("descale"), 0.8), (.intent("stock"), 0.1)]), in: start)
        #expect(decision.route == .knowledge(entry: "descale") && !decision.isPicked)
    }

    @Test(arguments: ["never mind", "Forget it!", "算了"])
    func whatIsTakenBackWithNothingAskedNeedsNoAnswer(_ text: String) {
        #expect(router.route(message(text, [(.intent("stock"), 0.9)]), in: start).route == .cancelled)
    }

    @Test func aValueIsFollowedByTheQuestionForTheNextOne() {
        let both = Understanding(
            text: "10234", language: .english, candidates: [], slots: ["order_number": "10234"],
            intents: ["address_change": .init(requiredSlots: ["order_number", "address"])])
        var state = start
        state.pending = .slot(intent: "address_change", slot: "order_number", attempts: 1)
        #expect(
            router.route(both, in: state).route == .ask(intent: "address_change", slot: "address", again: false))
    }

    @Test func aQuestionThatIsRepeatedIsNoNewOne() {
        var state = start
        state.pending = .slot(intent: "order_status", slot: "order_number", attempts: 2)
        let again = message("where is my order", [(.intent("order_status"), 0.9)])
        #expect(router.route(again, in: state).route == .handoff(.failed))
    }

    @Test func theMoreConfidentOfTemplateAndEntryWins() {
        let candidates: [(Candidate.Option, Double)] = [(.entry("descale"), 0.75), (.intent("stock"), 0.8)]
        #expect(router.route(message("x", candidates), in: start).route == .template(intent: "stock"))
    }

    @Test func twoCloseCandidatesAreOffered() {
        let candidates: [(Candidate.Option, Double)] = [(.intent("a"), 0.45), (.intent("b"), 0.4), (.intent("c"), 0.1)]
        #expect(router.route(message("x", candidates), in: start).route == .clarify([.intent("a"), .intent("b")]))
        #expect(router.route(message("x", candidates, outOfScope: 0.9), in: start).route == .fallback(.outOfScope))
    }

    @Test func nothingSureFallsBackAndSaysWhetherItLooksOutOfScope() {
        let unsure: [(Candidate.Option, Double)] = [(.intent("a"), 0.3), (.intent("b"), 0.1)]
        #expect(router.route(message("x", unsure), in: start).route == .fallback(.notUnderstood))
        #expect(router.route(message("x", unsure, outOfScope: 0.9), in: start).route == .fallback(.outOfScope))
        #expect(router.route(message(" ?! "), in: start).route == .fallback(.empty))
    }

    @Test func whatIsNearButNotSureIsOffered() {
        let near: [(Candidate.Option, Double)] = [(.entry("a"), 0.4), (.intent("b"), 0.1), (.entry("c"), 0.05)]
        let all = near.map(\.0)
        #expect(router.route(message("x", near), in: start).route == .clarifyUnsure(all))
        #expect(router.route(message("x", near), in: start).route.name == "clarify")
        let unlikelyThird = Array(near.prefix(2)) + [(.entry("c"), 0.01)]
        #expect(router.route(message("x", unlikelyThird), in: start).route == .clarifyUnsure(Array(all.prefix(2))))
        #expect(router.route(message("x", near, outOfScope: 0.6), in: start).route == .fallback(.outOfScope))
        let unlikely: [(Candidate.Option, Double)] = [(.entry("a"), 0.4), (.intent("b"), 0.05)]
        #expect(router.route(message("x", unlikely, outOfScope: 0.48), in: start).route == .fallback(.notUnderstood))
        #expect(router.route(message("x", [(.entry("a"), 0.4)]), in: start).route == .fallback(.notUnderstood))
        var state = start
        state.failures = 1
        #expect(router.route(message("x", near), in: state).route == .handoff(.failed))
    }

    @Test(arguments: [
        ("2", "b"), ("the first one", "a"), ("第二个", "b"), ("no. 1", "a"), ("one", "a"), ("Option one", "a"), ("２", "b"),
        ("（2）", "b"), ("②", "b"),
    ])
    func aNumberPicksARelatedQuestion(_ text: String, _ id: String) {
        var state = start
        state.related = ["a", "b"].map { ConversationState.Choice(option: .entry($0), title: "About \($0)") }
        let decision = router.route(message(text), in: state)
        #expect(decision.route == .knowledge(entry: id) && decision.isPicked)
        state.pending = .slot(intent: "order_status", slot: "order_number", attempts: 1)
        #expect(
            router.route(message(text), in: state).route
                == .ask(intent: "order_status", slot: "order_number", again: true))
    }

    @Test(arguments: ["3", "the fourth", "第五个", "0", "12", "option 4 please"])
    func aNumberThatNoChoiceHasShowsThemAgain(_ text: String) {
        let choices = ["a", "b"].map { ConversationState.Choice(option: .entry($0), title: "About \($0)") }
        var state = start
        state.related = choices
        #expect(router.route(message(text), in: state).route == .noSuchChoice(choices))
        (state.related, state.pending) = (nil, .choice(choices))
        #expect(router.route(message(text), in: state).route == .noSuchChoice(choices))
        #expect(router.route(message("10234"), in: state).route == .fallback(.notUnderstood))
        #expect(router.route(message(text), in: start).route == .fallback(.notUnderstood))
    }

    @Test(arguments: ["about b", "no", "2 pans", "10234"])
    func onlyANumberPicksARelatedQuestion(_ text: String) {
        var state = start
        state.related = ["a", "b"].map { ConversationState.Choice(option: .entry($0), title: "About \($0)") }
        #expect(router.route(message(text), in: state).route == .fallback(.notUnderstood))
    }

    @Test func theSecondFailureRunningGoesToAPerson() {
        var state = start
        state.failures = 1
        #expect(router.route(message("x", [(.intent("a"), 0.3)]), in: state).route == .handoff(.failed))
    }

    @Test func aWishForAPersonIsGranted() {
        let decision = router.route(message("x", [(.intent("talk_to_human"), 0.65)]), in: start)
        #expect(decision.route == .handoff(.requested(intent: "talk_to_human")))
    }

    @Test func urgentTopicsAddUpAndComeBeforeAllElse() {
        let candidates: [(Candidate.Option, Double)] = [
            (.intent("product_defective"), 0.5), (.intent("injury_report"), 0.25), (.intent("fraud_report"), 0.2),
        ]
        var state = start
        state.pending = .slot(intent: "order_status", slot: "order_number", attempts: 1)
        #expect(router.route(message("x", candidates), in: state).route == .handoff(.urgent(intent: "injury_report")))
    }

    @Test func unlikelyUrgentTopicsMakeNoEmergency() {
        let each: [(Candidate.Option, Double)] = [(.intent("injury_report"), 0.19), (.intent("fraud_report"), 0.18)]
        let third: [(Candidate.Option, Double)] = [(.intent("theft_report"), 0.17)]
        #expect(router.route(message("x", each + third), in: start).route == .fallback(.notUnderstood))
        // A reply that is nearly sure leaves no room for urgency, however it is shared out.
        let sure: [(Candidate.Option, Double)] = [(.entry("wax"), 0.9), (.intent("injury_report"), 0.25)]
        #expect(
            router.route(message("x", sure + [(.intent("fraud_report"), 0.2)]), in: start).route
                == .knowledge(entry: "wax"))
    }

    @Test func anEmergencyInOddWordsIsHandedOver() {
        let odd: [(Candidate.Option, Double)] = [
            (.entry("wax"), 0.45), (.intent("injury_report"), 0.28), (.intent("fraud_report"), 0.2),
        ]
        #expect(router.route(message("x", odd), in: start).route == .handoff(.urgent(intent: "injury_report")))
    }

    @Test func aMissingSlotIsAskedForAndAGivenOneIsNot() {
        let candidates: [(Candidate.Option, Double)] = [(.intent("order_status"), 0.9)]
        #expect(
            router.route(message("x", candidates), in: start).route
                == .ask(intent: "order_status", slot: "order_number", again: false))
        #expect(
            router.route(message("x", candidates, slots: ["order_number": "#10234"]), in: start).route
                == .template(intent: "order_status"))
    }

    @Test func aPendingSlotIsFilledAskedAgainOrTakenBack() {
        var state = start
        state.pending = .slot(intent: "order_status", slot: "order_number", attempts: 1)
        #expect(
            router.route(message("10234", slots: ["order_number": "10234"]), in: state).route
                == .template(intent: "order_status"))
        #expect(
            router.route(message("the blue one"), in: state).route
                == .ask(intent: "order_status", slot: "order_number", again: true))
        #expect(router.route(message("never mind"), in: state).route == .cancelled)
        #expect(router.route(message("算了"), in: state).route == .cancelled)
        state.pending = .slot(intent: "order_status", slot: "order_number", attempts: 2)
        #expect(router.route(message("the blue one"), in: state).route == .handoff(.failed))
    }

    @Test func anotherSureWishLeavesAPendingSlot() {
        var state = start
        state.pending = .slot(intent: "order_status", slot: "order_number", attempts: 1)
        let decision = router.route(message("x", [(.intent("return_policy"), 0.9)]), in: state)
        #expect(decision.route == .template(intent: "return_policy"))
    }

    @Test func aNewOrderNumberCorrectsTheLastOne() {
        var state = start
        state.lastIntent = "order_status"
        state.slots = ["order_number": "10234"]
        let decision = router.route(message("no, order 10235", slots: ["order_number": "10235"]), in: state)
        #expect(decision.route == .template(intent: "order_status"))
    }

    @Test(arguments: ["2", "the second", "second one please", "refund", "option 2", "the last one", "第二个"])
    func aChoiceIsUnderstood(_ said: String) {
        var state = start
        state.pending = .choice([
            .init(option: .intent("return_policy"), title: "Return rules"),
            .init(option: .intent("refund_status"), title: "Where is my refund"),
        ])
        #expect(router.route(message(said), in: state).route == .template(intent: "refund_status"))
    }

    @Test func aRephraseOfAChoiceIsUnderstoodAndARejectionToo() {
        var state = start
        state.pending = .choice([
            .init(option: .intent("return_policy"), title: "Return rules"),
            .init(option: .entry("refund-card"), title: "Where is my refund"),
        ])
        let rephrased = message("how long until i see my money", [(.entry("refund-card"), 0.4), (.intent("a"), 0.1)])
        #expect(router.route(rephrased, in: state).route == .knowledge(entry: "refund-card"))
        #expect(router.route(message("neither"), in: state).route == .fallback(.choiceRejected))
    }
}
