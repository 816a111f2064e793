import Frontdesk
import Testing

@Suite("Which labelled questions become examples")
struct ExampleChoiceTests {
    private static let words = [
        "red", "blue", "green", "old", "new", "big", "small", "odd", "warm", "cold", "long", "short", "wide", "flat",
    ]

    /// A question of its own words, by number.
    private static func text(_ number: Int) -> String {
        "\(words[number % 14]) \(words[number / 14 % 14]) lamp \(words[number / 196 % 14])"
    }

    private static func item(
        _ text: String, _ weight: Double = 0.95, label: String = "a", customer: String? = nil
    ) -> DialogueLabelling.Labelled {
        var pick = QuestionPick()
        pick.add(QuestionPickTests.conversation(["c: \(text)"], customer: customer))
        var evidence = LabelEvidence()
        evidence.add(.agent, weight)
        return .init(question: pick.questions[0], label: .intent(label), evidence: evidence)
    }

    private static func reasons(_ choice: ExampleChoice) -> [ExampleChoice.Refusal] { choice.refused.map(\.reason) }

    @Test("What is unsure, known or nearly the same is left out")
    func refusals() {
        let choice = ExampleChoice(
            [
                Self.item("where is my blue lamp"), Self.item("how do I wash it", 0.69),
                Self.item("do you ship to Mars, 10?"),
                Self.item("Where is my blue lamp?", 0.93),
            ], known: ["do you ship to mars 12"])
        #expect(choice.taken.map(\.question.text) == ["where is my blue lamp"])
        #expect(Self.reasons(choice) == [.known, .repeated, .unsure])
    }

    @Test("What differs by personal data alone is one example")
    func personalData() {
        let items = [Self.item("I write as ann@example.com"), Self.item("I write as bob@example.org", 0.93)]
        #expect(ExampleChoice(items, known: []).taken.count == 2)
        let choice = ExampleChoice(items, known: []) { PersonalData.known.redact($0.text) }
        #expect(choice.taken.map(\.question.text) == ["I write as ann@example.com"])
        #expect(Self.reasons(choice) == [.repeated])
    }

    @Test("A label gets twenty examples, the surest")
    func plenty() {
        let items = (0..<30).map { Self.item(Self.text($0), 0.9 + Double($0) / 1000) }
        let choice = ExampleChoice(items, known: [])
        #expect(choice.taken.count == ExampleChoice.perLabel)
        #expect(choice.taken[0].question.text == Self.text(29))
        #expect(Self.reasons(choice) == Array(repeating: .plenty, count: 10))
    }

    @Test("Of a hundred examples no customer gives more than five, of fewer any number")
    func customers() {
        func items(_ count: Int) -> [DialogueLabelling.Labelled] {
            (0..<count).map { number in
                Self.item(
                    Self.text(number), label: "label \(number % 10)", customer: number < 30 ? "one" : "c\(number)")
            }
        }
        let choice = ExampleChoice(items(100), known: [])
        #expect(choice.taken.count { $0.question.customer == "one" } == 5 && choice.taken.count == 75)
        #expect(ExampleChoice(items(90), known: []).taken.count == 90)
    }

    @Test("Texts are one group where only digits, punctuation or, of long ones, one word differ")
    func nearDuplicates() {
        let texts = [
            "where is order 10234?", "Where is order 77", "where is order", "cancel my order now",
            "change my order now",
            "please tell me where the blue lamp has gone to", "please tell me where the red lamp has gone to",
            "please tell me where the lamp has gone to", "我想知道我的包裹现在在哪里", "我想知道我的包裹昨天在哪里", "我想知道我的包裹现在在哪儿",
        ]
        #expect(NearDuplicates.groups(of: texts) == [0, 0, 2, 3, 4, 5, 5, 5, 8, 9, 8])
    }
}
