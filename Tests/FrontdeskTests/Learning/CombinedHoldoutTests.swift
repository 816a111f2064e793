import BERT
import Frontdesk
import Kernels
import Testing

/// What encoders that judge are trained without: a tenth of the messages, and all of a tenth of the intents.
@Suite struct CombinedHoldoutTests {
    /// Messages of `intents` intents, and some that none covers; each conversation says two of them.
    private func examples(_ intents: Int, each count: Int = 20) -> [TrainingExample] {
        (0..<intents).flatMap { intent in
            (0..<count).map { number in
                TrainingExample(
                    text: "message \(number) of \(intent)", intent: "intent_\(intent)", provenance: .written,
                    conversation: "conversation \(number / 2) of \(intent)")
            }
        }
            + (0..<10).map { TrainingExample(text: "no intent \($0)", intent: nil, provenance: .written) }
    }

    private func holdouts(_ examples: [TrainingExample], _ count: Int) -> [CombinedHoldout] {
        let embeddings = Matrix(
            rows: examples.count, columns: 2, values: (0..<2 * examples.count).map { Float($0 % 7) })
        return ProbeData(examples, embeddings: embeddings).combinedHoldouts(count, seed: 3)
    }

    @Test func theIntentsToJudgeByAreHiddenWhole() {
        let examples = examples(20)
        for holdout in holdouts(examples, 5) {
            let hidden = Set(holdout.unknown.compactMap { examples[$0].intent })
            #expect(hidden.count == 2)
            #expect(holdout.unknown.count == 40)
            #expect(holdout.known.allSatisfy { !hidden.contains(examples[$0].intent ?? "") })
            for (index, example) in examples.enumerated() where hidden.contains(example.intent ?? "") {
                #expect(holdout.excluded[index])
            }
        }
    }

    @Test func whatIsJudgedIsExcludedAndNothingElse() {
        let examples = examples(20)
        for holdout in holdouts(examples, 5) {
            let judged = Set(holdout.known + holdout.unknown)
            let excluded = examples.indices.filter { holdout.excluded[$0] }
            #expect(judged.isSubset(of: excluded))
            // A tenth of the others, in whole conversations.
            #expect((30...60).contains(holdout.known.count))
            let conversations = Set(excluded.map { examples[$0].group })
            #expect(examples.indices.allSatisfy { holdout.excluded[$0] || !conversations.contains(examples[$0].group) })
        }
    }

    @Test func eachIntentIsSpreadEvenly() {
        let examples = examples(20)
        let all = holdouts(examples, 10)
        // Ten parts judge each message once as one of an intent that is known, unless the intent is hidden then.
        for intent in Set(examples.compactMap(\.intent)) {
            let judged = all.map { part in part.known.count { examples[$0].intent == intent } }
            #expect(judged.allSatisfy { $0 <= 2 })
            #expect(all.count { part in part.unknown.contains { examples[$0].intent == intent } } == 1)
        }
    }

    @Test func ofTwoIntentsNoneIsHidden() {
        let examples = examples(2)
        for holdout in holdouts(examples, 5) { #expect(holdout.unknown.isEmpty && !holdout.known.isEmpty) }
    }
}

@Suite struct ExpectedTimeTests {
    @Test(arguments: [
        (0.4, "about 10 seconds"), (41, "about 50 seconds"), (89, "about 90 seconds"), (90, "about 2 minutes"),
        (241, "about 5 minutes"), (5399, "about 90 minutes"), (5400, "about 1.5 hours"), (40_000, "about 11.1 hours"),
    ])
    func isToldInWords(_ seconds: Double, _ words: String) {
        #expect(ExpectedTime.words(seconds) == words)
    }
}
