import Frontdesk
import Kernels
import Testing

@Suite("Labels from what agents answered")
struct DialogueLabellingTests {
    private static let refund = "Refunds reach your card ten days after we have the parcel"
    private static let delivery = "Standard delivery inside the country takes three working days"
    private static let targets = [
        AnswerTarget(.intent("refund"), .english, refund), AnswerTarget(.intent("delivery"), .english, delivery),
        AnswerTarget(.entry("k-1"), .english, "Cast iron is oiled after washing and dried in the oven"),
    ]

    private static func embed(_ texts: [String]) -> Matrix {
        var embedding = HashedEmbedding()
        return embedding.embed(texts)
    }

    private static func label(_ conversations: [[String]]) throws -> DialogueLabelling.Result {
        try label(conversations.map { QuestionPickTests.conversation($0) })
    }

    private static func label(_ conversations: [LoggedConversation]) throws -> DialogueLabelling.Result {
        var pick = QuestionPick()
        for conversation in conversations { pick.add(conversation) }
        return try DialogueLabelling(
            AnswerMatcher(targets), .usual, nil, labels: Set(targets.map(\.label)), embed: embed
        ).label(pick.questions)
    }

    @Test("An answer in the bot's own words labels the question, whatever courtesy stands around it")
    func answered() throws {
        let result = try Self.label([
            [
                "c: where is my money",
                "a: Hi Anna, thanks for your message. \(Self.refund). Anything else I can help with? ^AB",
            ],
            ["c: is it quick", "a: The kitchen closes at noon."], ["c: is anyone going to tell me"],
        ])
        #expect(result.labelled.map(\.label) == [.intent("refund")])
        #expect(result.labelled[0].weight >= ExampleChoice.leastWeight)
        #expect(result.unmatched.map(\.text) == ["is it quick"])
        #expect(result.unanswered.map(\.text) == ["is anyone going to tell me"])
    }

    @Test("A good rating tells what a reply was about, unless the bot has that no more")
    func rated() throws {
        func labels(_ intent: String) throws -> [Correction.Label] {
            var conversation = QuestionPickTests.conversation(["c: where is my money", "b: Soon."])
            conversation.turns[1].intent = intent
            conversation.turns[1].feedback = .good
            return try Self.label([conversation]).labelled.map(\.label)
        }
        #expect(try labels("refund") == [.intent("refund")])
        #expect(try labels("gone").isEmpty)
    }

    @Test("Asking again, or for a person, takes the label back")
    func doubted() throws {
        for next in ["where is my money now", "give me a human please"] {
            let result = try Self.label([["c: where is my money", "a: \(Self.refund).", "c: \(next)", "a: Sorry."]])
            #expect(result.labelled[0].evidence.isDoubted && result.labelled[0].weight < 0.6)
        }
    }

    @Test("The same question answered otherwise elsewhere is contradicted")
    func contradicted() throws {
        let result = try Self.label([
            ["c: where is my stuff", "a: \(Self.refund)."], ["c: Where is my stuff?", "a: \(Self.delivery)."],
        ])
        #expect(result.labelled.count == 2)
        #expect(result.labelled.allSatisfy { $0.weight < ExampleChoice.leastWeight })
    }

    @Test("Sources that agree weigh more together, one that objects lowers the weight")
    func weight() {
        var evidence = LabelEvidence()
        #expect(evidence.weight == 0)
        evidence.add(.agent, 0.8)
        evidence.add(.agent, 0.5)
        #expect(abs(evidence.weight - 0.8) < 1e-9)
        evidence.add(.examples, 0.5)
        #expect(abs(evidence.weight - 0.9) < 1e-9)
        evidence.objections = [0.4]
        #expect(abs(evidence.weight - 0.9) < 1e-9)
        evidence.objections = [0.9]
        #expect(abs(evidence.weight - 0.5) < 1e-9)
        evidence.isDoubted = true
        #expect(abs(evidence.weight - 0.25) < 1e-9)
        // Whatever their order, to the last digit: a training is the same in each run.
        evidence.objections = [0.51, 0.9, 0.77, 0.63]
        let weight = evidence.weight
        evidence.objections.reverse()
        #expect(evidence.weight == weight)
    }

    @Test("Places for what only the customer knows are blank, facts are filled in")
    func targets() throws {
        let catalog = IntentCatalog(intents: [
            try IntentFile.parse(
                """
                intent: refund
                examples: |
                  - where is my refund
                slots:
                  order:
                    type: number
                    ask:
                      en: Which order?
                answers:
                  - en: 'Order {{order}}: paid back after {{facts.days}}.'

                """, named: "intents/refund.yml")
        ])
        var settings = Settings()
        settings.facts = ["days": [.english: "ten days"]]
        let targets = try AnswerTarget.all(catalog, settings, [])
        #expect(targets == [AnswerTarget(.intent("refund"), .english, "Order : paid back after ten days.")])
    }

    @Test("The weights follow what is known to be right")
    func calibration() {
        let likeness = AnswerLikeness(cosine: 0.6, shared: 0.3, margin: 0.2)
        let wrong = AnswerCalibration((0..<200).map { _ in (likeness, isRight: false) })
        let right = AnswerCalibration((0..<200).map { _ in (likeness, isRight: true) })
        #expect(wrong.probability(likeness) < 0.2 && right.probability(likeness) > 0.8)
    }

    @Test("The nearest examples vote, and say how often they are right")
    func neighbours() throws {
        let labels = (0..<60).map { Correction.Label.intent($0 < 30 ? "a" : "b") }
        let rows = (0..<60).flatMap { index -> [Float] in
            let far = Float(index % 30) / 100
            let row: [Float] = index < 30 ? [1, far] : [far, 1]
            let length = (row[0] * row[0] + row[1] * row[1]).squareRoot()
            return row.map { $0 / length }
        }
        let neighbours = try #require(ExampleNeighbours(labels, vectors: Matrix(rows: 60, columns: 2, values: rows)))
        let votes = neighbours.votes(of: Matrix(rows: 2, columns: 2, values: [1, 0, 0, 1]))
        #expect(votes.map(\.label) == [.intent("a"), .intent("b")])
        #expect(votes.allSatisfy { $0.probability > 0.9 })
        #expect(ExampleNeighbours(Array(labels.prefix(3)), vectors: Matrix(rows: 3, columns: 2)) == nil)
    }
}
