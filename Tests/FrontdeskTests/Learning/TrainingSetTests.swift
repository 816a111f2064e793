import Frontdesk
import Testing

@Suite struct TrainingSetTests {
    private func messages(
        _ count: Int, _ intent: String? = "refund", _ provenance: TrainingExample.Provenance = .written
    ) -> [TrainingExample] {
        (0..<count).map { number in
            TrainingExample(text: "\(intent ?? "none") \(Self.words(number))", intent: intent, provenance: provenance)
        }
    }

    /// Words of their own for each number, as texts that differ by digits count as alike.
    private static func words(_ number: Int) -> String {
        String(number).map { "abcdefghij"[String.Index(utf16Offset: $0.wholeNumberValue ?? 0, in: "abcdefghij")] }
            .map(String.init).joined(separator: "x")
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

    @Test("An intent's name is learnt from the line that it stands in")
    func nameStandsWhereItIsWritten() throws {
        let intent = try IntentFile.parse(
            "title: Invoice\nintent: send_invoice\nexamples: |\n  - the bill\n", named: "intents/invoice.yml")
        let builder = try TrainingSetBuilder.collect(IntentCatalog(intents: [intent]), [], [])
        let places = Dictionary(uniqueKeysWithValues: builder.examples.map { ($0.text, $0.location?.description) })
        #expect(places == ["send invoice": "intents/invoice.yml:2:9", "the bill": "intents/invoice.yml:4:3"])
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
                    text: "message \(Self.words(turn)) of \(Self.words(conversation))", intent: "refund",
                    provenance: .written,
                    conversation: "conversation \(conversation)")
            }
        }
        let set = set(said)
        #expect(!set.heldOut.isEmpty)
        #expect(Set(set.heldOut.map(\.group)).isDisjoint(with: set.training.map(\.group)))
    }

    @Test func whatReadsNearlyTheSameStaysTogether() {
        let pairs = (0..<100).flatMap { number in
            ["where is order \(number) \(Self.words(number))", "Where is order 4711, \(Self.words(number))?"].map {
                TrainingExample(text: $0, intent: "order", provenance: .written)
            }
        }
        let set = set(pairs)
        let held = set.heldOut.map(\.text)
        #expect(!held.isEmpty && held.count % 2 == 0)
        let groups = Dictionary(grouping: set.heldOut + set.training, by: \.group)
        #expect(groups.count == 100 && groups.values.allSatisfy { $0.count == 2 })
    }

    @Test func aConversationStaysTogetherWhereOneOfItsMessagesReadsLikeAnother() {
        func example(_ text: String, _ conversation: String) -> TrainingExample {
            TrainingExample(text: text, intent: "order", provenance: .written, conversation: conversation)
        }
        let set = set(
            (0..<60).flatMap { number in
                let words = Self.words(number)
                return [
                    example("where is \(words) 1", "a \(words)"), example("I wait for \(words)", "a \(words)"),
                    example("Where is \(words), 2?", "b \(words)"),
                ]
            })
        #expect(!set.heldOut.isEmpty && set.heldOut.count % 3 == 0 && set.training.count % 3 == 0)
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

    @Test func whatReadsLikeACorrectionIsLearntWithIt() {
        func numbered(_ number: Int, _ provenance: TrainingExample.Provenance) -> [TrainingExample] {
            messages(500).map { example in
                TrainingExample(text: "\(example.text) \(number)", intent: "refund", provenance: provenance)
            }
        }
        let written = numbered(1, .written)
        #expect(!set(written).heldOut.isEmpty)
        #expect(set(written + numbered(2, .corrected)).heldOut.isEmpty)
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
            ("by barter", .intent("gone"), false),
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
