import Frontdesk
import Testing

@Suite("Choices that a customer is given")
struct ChoiceTests {
    @Test("Of those that read alike the first is given")
    func distinct() {
        typealias Choice = ConversationState.Choice
        let choices = [
            Choice(option: .entry("a"), title: "How do I pay?"), Choice(option: .entry("b"), title: "How do I return?"),
            Choice(option: .entry("c"), title: "How do I pay"), Choice(option: .intent("d"), title: "HOW DO I PAY?"),
        ]
        #expect(choices.unique(by: \.title) == Array(choices.prefix(2)))
    }
}
