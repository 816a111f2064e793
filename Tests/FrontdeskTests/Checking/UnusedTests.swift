import Foundation
import Frontdesk
import Testing

@Suite("What nobody is told, asked, or in need of")
struct UnusedTests {
    private let bot: CheckedBot

    init() throws {
        bot = try CheckedBot()
        try bot.intent("greeting", ["hello"])
    }

    private func found(_ kind: BotWarning.Kind) throws -> [String] { try bot.warnings(kind).map(\.description) }

    @Test("Slots are of use to examples, answers, actions and people")
    func slots() throws {
        let slots = "slots:\n  size: {ask: {en: Which?}}\n  colour: {ask: {en: Which?}}\n"
        try bot.intent("stock", ["is [M](size) there"], more: slots)
        #expect(
            try found(.unusedSlot) == [
                """
                intents/stock.yml:7:3: no example, answer or action uses the slot 'colour'. \
                Use it as {{colour}} in an answer, or remove it
                """
            ])
        try bot.intent("stock", ["is [M](size) there"], more: slots + "handoff: urgent\n")
        #expect(try found(.unusedSlot).isEmpty)
    }

    @Test("Wordings that no customer meets")
    func wordings() throws {
        try bot.intent(
            "stock", ["there?"], more: "unavailable: [en: Sorry]\nslots: {size: {ask: {en: '{{colour}}?'}}}\n")
        try bot.write(
            "intent: praise\nexamples: |\n  - nice\nanswers: [{en: Thanks, de: Danke}]\n", to: "intents/praise.yml")
        #expect(
            try found(.unreachableAnswer) == [
                """
                intents/praise.yml:4:11: the wording in 'de' is never told: the bot reads and answers 'en' and 'zh'. \
                Remove it
                """,
                """
                intents/stock.yml:5:15: 'unavailable' of 'stock' is never told: it is for an action that fails, and \
                there is none. Name the action, or remove it
                """,
            ])
        #expect(
            try found(.unknownValue) == [
                """
                intents/stock.yml:6:9: nothing fills in 'colour' in the question for the slot 'size'. \
                Name a fact of frontdesk.yml as {{facts.NAME}}, or write the words themselves
                """
            ])
    }

    @Test("Facts are used by answers, questions for slots, the bot's own wording and entries, or by the bot itself")
    func facts() throws {
        try bot.write(
            "languages: [en]\nfacts:\n  a: x\n  b: x\n  c: x\n  d: x\n  bot: Wren\n  left: {en: x}\n",
            to: "frontdesk.yml")
        try bot.intent("stock", ["there?"], more: "slots: {size: {ask: {en: '{{facts.a}}?'}}}\n")
        try bot.write("fallback: [en: '{{facts.b}}']\n", to: "intents/_replies.yml")
        try bot.write("intent: x\nexamples: |\n  - y\nanswers: [en: '{{facts.c}}']\n", to: "intents/x.yml")
        try bot.write("- {id: a, question: What, answer: '{{facts.d}}'}\n", to: "knowledge/a.yml")
        #expect(
            try found(.unusedFact) == [
                "frontdesk.yml:8:3: nothing uses the fact 'left'. Use it as {{facts.left}}, or remove it"
            ])
        #expect(
            try found(.missingFact) == [
                """
                frontdesk.yml: there is no fact 'contact', with which a customer is sent to a person. \
                Write 'facts: {contact: …}', such as a phone number and when it is answered
                """
            ])
    }

    @Test("A language without any example is told once, and so are entries in one language")
    func languages() throws {
        try bot.write("languages: [en, zh]\nhandoff: {file: x}\n", to: "frontdesk.yml")
        try bot.write(
            "- {id: a, question: What, answer: That.}\n- {id: b, question: 什么, answer: 那个}\n", to: "knowledge/a.yml")
        #expect(
            try found(.unusedLanguage) == [
                """
                frontdesk.yml: 'zh' is a language of the bot's, but no example is in it. \
                Write 'languages: [en]', or examples and answers in 'zh'
                """
            ])
        #expect(try found(.missingLanguage).isEmpty && found(.oneLanguageEntries).isEmpty)
        try bot.intent("thanks", ["谢谢"])
        #expect(try found(.unusedLanguage).isEmpty)
        #expect(try found(.missingLanguage).contains { $0.contains("the intent 'greeting' has 0 examples in 'zh'") })
        #expect(
            try found(.oneLanguageEntries) == [
                """
                knowledge: of 2 entries 1 in 'en' only, 1 in 'zh' only: others are told them in that language. \
                Write those that matter most in the other language, under the same id
                """
            ])
    }

    @Test("Entries behind another one, past their day, and drafts")
    func entries() throws {
        try bot.write(
            """
            - {id: a, question: What, answer: That.}
            - {id: b, question: 'what?', answer: That.}
            - {id: c, question: Old, answer: That., valid_until: 2026-06-29}
            - {id: d, question: Older, answer: That., valid_until: 2026-06-30}
            - {id: e, question: Not yet, answer: That., status: draft}
            """, to: "knowledge/a.yml")
        #expect(
            try found(.hiddenEntry) == [
                """
                knowledge/a.yml:2:3: the same question and answer stand at knowledge/a.yml:1:3 already. \
                Remove one of them: customers need only one
                """
            ])
        #expect(
            try found(.expiredEntry) == [
                """
                knowledge/a.yml:3:3: 2 entries are no longer answered: the first, 'c', was valid until 2026-06-29. \
                Bring them up to date, or remove them
                """
            ])
        let summary = try bot.check().summary
        #expect([summary.entries, summary.drafts, summary.expired] as [Int] == [5, 1, 2])
    }
}
