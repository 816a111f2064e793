import Frontdesk
import Testing

@Suite struct JudgementTests {
    /// Champion and candidate on `count` messages: so many lost, so many won, the others right by both.
    private func judge(_ count: Int, lost: Int, won: Int) -> Judgement {
        Judgement(
            candidate: ModelMeasure(model: "new", firstRight: (0..<count).map { $0 >= lost }),
            champion: ModelMeasure(model: "old", firstRight: (0..<count).map { $0 < lost || $0 >= lost + won }))
    }

    @Test func moreWrongRepliesRefuseWhateverStandsFirst() {
        func measure(wrong: Int) -> ModelMeasure {
            ModelMeasure(model: "", firstRight: [true], isRepliedWrongly: (0..<60).map { $0 < wrong })
        }
        let worse = Judgement(candidate: measure(wrong: 9), champion: measure(wrong: 2))
        #expect(!worse.isPromoted)
        #expect(
            worse.reason.contains("wrong replies rise: 9 against the champion's 2 of 60 in evaluation/, 7 lost and 0"))
        #expect(Judgement(candidate: measure(wrong: 6), champion: measure(wrong: 2)).isPromoted)
        #expect(Judgement(candidate: measure(wrong: 2), champion: measure(wrong: 9)).isPromoted)
    }

    @Test func aConversationThatFailedBeforeIsNoObjection() {
        func measure(_ passed: Bool...) -> ModelMeasure {
            ModelMeasure(
                model: "", firstRight: [true],
                conversations: passed.enumerated().map {
                    .init(name: "talk \($0.offset)", passed: $0.element, failure: $0.element ? nil : "at turn 2")
                })
        }
        let judgement = Judgement(candidate: measure(false, false), champion: measure(false, true))
        #expect(!judgement.isPromoted)
        #expect(judgement.objections == ["the conversation 'talk 1' goes wrong now, at turn 2"])
        #expect(Judgement(candidate: measure(false, true), champion: measure(false, false)).isPromoted)
    }

    @Test func anIntentThatIsGoneRefuses() {
        func measure(_ intents: Set<String>) -> ModelMeasure {
            ModelMeasure(model: "", intents: intents, firstRight: [true])
        }
        let judgement = Judgement(candidate: measure(["a"]), champion: measure(["a", "b"]))
        #expect(!judgement.isPromoted && judgement.messages == 1)
        #expect(judgement.reason == "it no longer knows 'b'; --force promotes it where that is meant")
        #expect(judgement.reasonWithoutAdvice == "it no longer knows 'b'")
        #expect(Judgement(candidate: measure(["a", "b", "c"]), champion: measure(["a", "b"])).isPromoted)
    }

    @Test func whatIsSlowerIsToldAndPromoted() {
        let judgement = Judgement(
            candidate: ModelMeasure(model: "", firstRight: [true], milliseconds: 12),
            champion: ModelMeasure(model: "", firstRight: [true], milliseconds: 8))
        #expect(judgement.isPromoted && judgement.reason.hasSuffix("slower: 12.0 ms a message against 8.0"))
    }

    @Test(
        arguments: [
            (0, 0, 1.0), (1, 0, 0.5), (0, 5, 1.0),
            // One way of 2⁵; 5 + 1 of them; 20 + 15 + 6 + 1 of 2⁶.
            (5, 0, 1 / 32.0), (4, 1, 6 / 32.0), (3, 3, 42 / 64.0),
        ] as [(Int, Int, Double)])
    func signTest(lost: Int, won: Int, chance: Double) {
        #expect(abs(Judgement.signTest(lost: lost, won: won) - chance) < 1e-9)
    }

    @Test func whatIsBetterOrMayBeAsGoodIsPromoted() {
        #expect(judge(20, lost: 0, won: 0).isPromoted)
        #expect(judge(20, lost: 2, won: 6).isPromoted)
        #expect(judge(20, lost: 4, won: 0).isPromoted)
        #expect(judge(0, lost: 0, won: 0).isPromoted)
    }

    @Test func aFallThatMayBeChanceIsToldAsSuch() {
        let judgement = judge(19, lost: 1, won: 0)
        #expect(judgement.isPromoted)
        #expect(
            judgement.reason
                == "94.7 % against the champion's 100.0 % on 19 messages; 1 lost and 0 won (p = 0.500), which may be chance"
        )
        #expect(!judge(20, lost: 2, won: 2).reason.contains("chance"))
        #expect(!judge(20, lost: 0, won: 3).reason.contains("chance"))
    }

    @Test func whatIsSurelyWorseIsRefused() {
        let judgement = judge(20, lost: 5, won: 0)
        #expect(!judgement.isPromoted)
        #expect(judgement.candidateAccuracy == 0.75 && judgement.championAccuracy == 1)
        #expect(
            judgement.reason
                == "wrong answers rise: 75.0 % against the champion's 100.0 % on 20 messages, 5 lost and 0 won (p = 0.031)"
        )
    }

    @Test(arguments: [40, 90, 240])
    func aFallByAPointOnManyMessagesIsRefusedWhateverChanceSays(won: Int) {
        #expect(!judge(500, lost: won + 5, won: won).isPromoted)
        #expect(judge(500, lost: won + 4, won: won).isPromoted)
        #expect(judge(499, lost: won + 5, won: won).isPromoted)
    }
}
