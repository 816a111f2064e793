import Frontdesk
import Testing

@Suite struct TrainingSetTests {
    private func messages(
        _ count: Int, _ intent: String? = "refund", _ provenance: TrainingExample.Provenance = .written
    ) -> [TrainingExample] {
        (0..<count).map { number in
            TrainingExample(text: "\(intent ?? "none") message \(number)", intent: intent, provenance: provenance)
        }
    }

    private func set(_ examples: [TrainingExample], holdOut: Bool = true) -> TrainingSet {
        var builder = TrainingSetBuilder()
        builder.add(examples)
        return builder.build(holdOut: holdOut)
    }

    @Test func laterExamplesOverruleEarlierOnes() {
        var builder = TrainingSetBuilder()
        builder.add([
            TrainingExample(text: "Where is it?", intent: "order", provenance: .written),
            TrainingExample(text: "hello", intent: "greeting", provenance: .written),
        ])
        builder.add([TrainingExample(text: "where is it", intent: nil, provenance: .corrected)])
        #expect(builder.examples.map(\.text) == ["where is it", "hello"])
        #expect(builder.examples.map(\.intent) == [nil, "greeting"])
        #expect(builder.build(holdOut: true).examplesByProvenance == ["written": 1, "corrected": 1])
    }

    @Test func aTenthIsHeldOutByGroup() {
        let set = set(messages(500))
        #expect((30...70).contains(set.heldOut.count))
        #expect(set.heldOut.allSatisfy { TrainingSetBuilder.isHeldOut($0.group) })
        #expect(set.training.count + set.heldOut.count == 500)
        #expect(!set.training.contains { TrainingSetBuilder.isHeldOut($0.group) })
    }

    @Test func whatIsHeldOutStaysHeldOut() {
        let before = Set(set(messages(200)).heldOut.map(\.text))
        let after = set(Array(messages(400).reversed()) + messages(50, "other"))
        #expect(before.isSubset(of: after.heldOut.map(\.text)))
        #expect(before.isDisjoint(with: after.training.map(\.text)))
    }

    @Test func theMessagesOfOneConversationStayTogether() {
        let said = (0..<20).flatMap { conversation in
            (0..<5).map { turn in
                TrainingExample(
                    text: "message \(turn) of \(conversation)", intent: "refund", provenance: .written,
                    conversation: "conversation \(conversation)")
            }
        }
        let set = set(said)
        #expect(!set.heldOut.isEmpty)
        #expect(Set(set.heldOut.map(\.group)).isDisjoint(with: set.training.map(\.group)))
    }

    @Test func smallIntentsGiveNoneAway() {
        let held = messages(500).filter { TrainingSetBuilder.isHeldOut($0.group) }
        #expect(set(Array(held.prefix(9))).heldOut.isEmpty)
        #expect(set(Array(held.prefix(10))).heldOut.count == 10)
    }

    @Test func correctionsAndKnowledgeAreAlwaysLearnt() {
        #expect(set(messages(300, "refund", .corrected)).heldOut.isEmpty)
        #expect(set(messages(300, "refund", .confirmed)).heldOut.isEmpty)
        let knowledge = set(messages(300, TrainingExample.knowledge))
        #expect(knowledge.heldOut.isEmpty && knowledge.messages.isEmpty && knowledge.training.count == 300)
    }

    @Test func messagesOutOfScopeAreHeldOutToo() {
        #expect(!set(messages(300, nil)).heldOut.isEmpty)
    }

    @Test func everythingIsTrainedOnWhereNothingIsHeldOut() {
        let set = set(messages(300), holdOut: false)
        #expect(set.heldOut.isEmpty && set.training.count == 300)
    }

    @Test func correctionsOverruleFilesAndFilesOverruleKnowledge() throws {
        let entries = try KnowledgeBase.entries(
            in: "- question: How can I pay?\n  aliases: [payment, card]\n  answer: By card.\n", file: "knowledge/a.yml")
        let place = SourceLocation(file: "intents/pay.yml")
        let catalog = IntentCatalog(
            intents: [
                Intent(
                    name: "pay", examples: ["Payment!", "cash", "cheque"].map { Example(text: $0, location: place) },
                    location: place)
            ],
            outOfScope: [Example(text: "the weather", location: place)])
        let labels: [(String, Correction.Label, Bool)] = [
            ("CASH", .nothing, false), ("cheque", .entry("a"), false), ("by giro", .intent("pay"), true),
        ]
        let corrections = labels.map { Correction(text: $0, label: $1, conversation: "c", confirmed: $2) }
        let examples = try TrainingSetBuilder.collect(catalog, entries, corrections).examples
        #expect(
            examples.map { "\($0.text): \($0.intent ?? "none"), \($0.provenance)" } == [
                "How can I pay?: (knowledge), written", "Payment!: pay, written", "card: (knowledge), written",
                "pay: pay, named", "CASH: none, corrected", "cheque: (knowledge), corrected",
                "the weather: none, written", "by giro: pay, confirmed",
            ])
    }
}
