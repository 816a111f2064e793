import Frontdesk
import Testing

struct AnswerTemplateTests {
    private let place = SourceLocation(file: "intents/x.yml", line: 3, column: 5)

    @Test func valuesAndFactsAreFilledInUnescaped() throws {
        let template = try AnswerTemplate("Order {{order}}: {{facts.days}} <b> & more", at: place)
        #expect(template.names == ["order", "facts.days"])
        #expect(template.render(["order": "A&B"], facts: ["days": "5 days"]) == "Order A&B: 5 days <b> & more")
    }

    @Test func whatACustomerWroteIsNeverATemplate() throws {
        let template = try AnswerTemplate("You said {{text}}", at: place)
        #expect(template.render(["text": "{{facts.secret}}"], facts: ["secret": "x"]) == "You said {{facts.secret}}")
    }

    @Test(arguments: [
        ("Order {{order}}", true), ("Order {{ order }}", true), ("Order {{{order}}}", true), ("Of {{& order}}", true),
        ("{{#order}}One{{/order}}", false), ("{{orders}} {{facts.order}}", false), ("order", false), ("{{order", false),
    ])
    func aValueIsInsertedWithOrWithoutSpaces(_ wording: String, _ isInserted: Bool) {
        #expect(AnswerTemplate.inserts("order", in: wording) == isInserted)
    }

    @Test func unmatchedMarksAreAnErrorAtTheirPlace() {
        #expect(throws: BotError.self) { try AnswerTemplate("Order {{order", at: place) }
    }
}
