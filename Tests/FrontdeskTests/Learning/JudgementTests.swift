import Frontdesk
import Testing

@Suite struct JudgementTests {
    /// Champion and candidate on `count` messages: so many lost, so many won, the others right by both.
    private func judge(_ count: Int, lost: Int, won: Int) -> Judgement {
        Judgement(
            candidate: (0..<count).map { $0 >= lost },
            champion: (0..<count).map { $0 < lost || $0 >= lost + won })
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
