import Foundation
import Frontdesk
import Testing

@Suite struct BotCheckTests {
    private let bot: TemporaryFolder
    private let cache: TemporaryFolder

    /// A bot without a fault: two intents, an entry, a message to test with.
    init() throws {
        bot = try TemporaryFolder()
        cache = try TemporaryFolder()
        let examples = (1...10).map { "  - hello number \($0)\n" }.joined()
        try bot.write("languages: [en]\nhandoff: {file: handoffs.jsonl}\nfacts: {shop: Shop}\n", to: "frontdesk.yml")
        try bot.write(
            "intent: greeting\nexamples: |\n\(examples)answers:\n  - en: Hello from {{facts.shop}}\n",
            to: "intents/greeting.yml")
        try bot.write("- {id: a, question: 'What?', answer: That.}\n", to: "knowledge/a.yml")
        try bot.write("# Care\n\nDry it.\n", to: "knowledge/care.md")
        try bot.write("{\"text\": \"hi there\", \"intent\": \"greeting\"}\n", to: "evaluation/m.jsonl")
    }

    /// The base model is not there, which each check says last.
    private func check(today: String = "2026-07-01") throws -> (errors: [String], warnings: [String], BotCheck.Summary)
    {
        let check = try BotCheck(BotFolder(bot.url), Installation(cache: cache.url), today: today)
        #expect(check.errors.last?.problem == "this base model is not installed")
        #expect(check.errors.last?.kind == .configuration)
        return (
            check.errors.dropLast().map(\.description), check.warnings.map(\.description), check.summary
        )
    }

    @Test func aCleanBot() throws {
        let (errors, warnings, summary) = try check()
        #expect(errors.isEmpty && warnings.isEmpty)
        #expect([summary.intents, summary.examples, summary.entries, summary.articles] as [Int] == [1, 10, 1, 1])
        #expect(summary.languages == ["en"] && summary.model == nil)
        #expect(!FileManager.default.fileExists(atPath: bot.url.appending(path: ".frontdesk").path))
    }

    @Test func everythingThatIsWrongIsSaidAtOnce() throws {
        try bot.write(
            "languages: [en]\nhandof: {file: x}\ntarget_wrong_share: 3\nretention_days: 0\n", to: "frontdesk.yml")
        try bot.write(
            "intent: thanks\nexampels: x\nexamples: |\n  thanks\n  - cheers\n  - \nanswers: Hello\n",
            to: "intents/thanks.yml")
        try bot.write("- question: Why?\n  status: hidden\n", to: "knowledge/b.yml")
        try bot.write("intent,example\n,a\nx,b\n,c\n", to: "intents/table.csv")
        try bot.write("{}\n{\"text\": \"a\"}\n[]\n", to: "intents/lines.jsonl")
        try bot.write("{\"txt\": 1}\n{\"text\": \"x\"}\nnothing\n", to: "evaluation/n.jsonl")
        try bot.write(
            "- name: x\n  turns:\n    - {sai: hello}\n    - {say: hello, routes: ask}\n", to: "evaluation/c.yml")
        try bot.write("[]\n", to: "calibration/m.jsonl")
        let places = try check().errors.compactMap { error in
            error.firstMatch(of: #/^[^ ]+: /#).map { String($0.output.dropLast(2)) }
        }
        #expect(
            places == [
                "frontdesk.yml:2:1", "frontdesk.yml:3:21", "frontdesk.yml:4:17", "intents/lines.jsonl:1:1",
                "intents/lines.jsonl:3:1", "intents/table.csv:2:1", "intents/table.csv:4:1", "intents/thanks.yml:2:1",
                "intents/thanks.yml:4:3", "intents/thanks.yml:6:3", "intents/thanks.yml:7:10",
                "intents/greeting.yml:14:5", "knowledge/b.yml:2:11", "evaluation/c.yml:3:8", "evaluation/c.yml:4:20",
                "evaluation/n.jsonl:1:2", "evaluation/n.jsonl:3:1", "calibration/m.jsonl:1:1",
            ])
    }

    @Test func namesThatLeadNowhere() throws {
        try bot.write(
            """
            {"text": "x", "intent": "greting"}
            {"text": "y", "knowledge": "a", "accept": ["b"]}
            {"text": "z", "knowledge": "b"}
            """, to: "evaluation/m.jsonl")
        try bot.write("{\"query\": \"What\", \"relevant\": [\"c\"]}\n", to: "evaluation/q.jsonl")
        try bot.write("- name: x\n  turns:\n    - {say: hello, route: aks, intent: stock}\n", to: "evaluation/c.yml")
        let (errors, warnings, _) = try check()
        #expect(
            errors == [
                "evaluation/m.jsonl:1: there is no intent 'greting'. Did you mean 'greeting'?",
                "evaluation/m.jsonl:3: there is no intent and no entry 'b'. Did you mean 'a'?",
                "evaluation/q.jsonl:1: there is no intent and no entry 'c'. Did you mean 'a'?",
                "evaluation/c.yml:3:7: there is no route 'aks'. Did you mean 'ask'?",
                "evaluation/c.yml:3:7: there is no intent 'stock'",
            ])
        #expect(warnings.contains("evaluation/m.jsonl:2: there is no intent and no entry 'b'. Did you mean 'a'?"))
    }

    @Test func ofManyUnknownNamesTheFirstAreCompared() throws {
        let lines = (0..<30).map { #"{"text": "message \#($0)", "intent": "greting"}"# }
        try bot.write(lines.joined(separator: "\n"), to: "evaluation/m.jsonl")
        let errors = try check().errors
        #expect(errors.count == 30 && errors.allSatisfy { $0.contains("there is no intent 'greting'") })
        #expect(errors.count { $0.hasSuffix("Did you mean 'greeting'?") } == 20)
    }

    @Test func whatCannotRunIsAnError() throws {
        try bot.write("languages: [en]\nhandoff: {command: ./tell}\n", to: "frontdesk.yml")
        try bot.write(
            "intent: status\naction: ./status\nexamples: |\n  - x\nanswers: [en: y]\n", to: "intents/status.yml")
        try bot.write("#!/bin/sh\n", to: "tell")
        try bot.write("intent: greeting\nexamples: |\n  - hello\nanswers: [en: Hello]\n", to: "intents/greeting.yml")
        #expect(
            try check().errors == [
                """
                intents/status.yml:1:9: the action './status' is no executable file. \
                Put it into intents/ and make it executable with chmod +x
                """,
                """
                frontdesk.yml: the handoff's command './tell' is no executable file. \
                Put it into the bot's folder and make it executable with chmod +x
                """,
            ])
    }

    @Test func doubts() throws {
        try bot.write("languages: [en, zh]\n", to: "frontdesk.yml")
        try bot.write(
            """
            intent: stock
            title: {en: Stock}
            examples: |
              - is it there
              - 有货吗
            slots: {size: {ask: {en: Which size?}}}
            answers: [en: 'Yes: {{size}}', zh: 有]
            """, to: "intents/stock.yml")
        try bot.write("intent: greeting\nexamples: |\n  - hello\nanswers: [en: Hello]\n", to: "intents/greeting.yml")
        try bot.write("intent: silent\n", to: "intents/silent.yml")
        try bot.write(
            """
            - {id: a, question: What, answer: That., valid_until: 2026-06-30}
            - {id: b, question: Who, answer: He., valid_until: 2026-07-01}
            - {id: c, question: Where}
            """, to: "knowledge/a.yml")
        try bot.write("{\"text\": \"Is it THERE?\", \"intent\": \"stock\"}\n", to: "evaluation/m.jsonl")
        let (errors, warnings, _) = try check()
        #expect(errors.isEmpty)
        #expect(
            warnings == [
                "intents/greeting.yml:1:9: the intent 'greeting' has 1 example in 'en'. Write 10 or more",
                "intents/greeting.yml:1:9: the intent 'greeting' has 0 examples in 'zh'. Write 10 or more",
                "intents/greeting.yml:4:11: the answer of 'greeting' is missing in 'zh'. Add 'zh: …'",
                "intents/silent.yml:1:9: the intent 'silent' has 0 examples in 'en'. Write 10 or more",
                "intents/silent.yml:1:9: the intent 'silent' has 0 examples in 'zh'. Write 10 or more",
                "intents/silent.yml:1:9: the intent 'silent' has no answer. Write one under 'answers'",
                "intents/stock.yml:1:9: the intent 'stock' has 1 example in 'en'. Write 10 or more",
                "intents/stock.yml:1:9: the intent 'stock' has 1 example in 'zh'. Write 10 or more",
                "intents/stock.yml:1:9: the title of 'stock' is missing in 'zh'. Add 'zh: …'",
                "intents/stock.yml:6:9: the question for the slot 'size' is missing in 'zh'. Add 'zh: …'",
                """
                knowledge/a.yml:1:3: the entry 'a' is no longer answered: it was valid until 2026-06-30. \
                Bring it up to date, or remove it
                """,
                "knowledge/a.yml:3:3: the entry has no answer. Write what the bot should tell, or make them drafts",
                """
                knowledge: of 1 entries 1 in 'en' only: others are told them in that language. \
                Write those that matter most in the other language, under the same id
                """,
                """
                evaluation/m.jsonl:1: this message is an example too, at intents/stock.yml:4:3. \
                Keep one of them: what is learnt from cannot be measured with
                """,
                """
                frontdesk.yml: there is no fact 'contact', with which a customer is sent to a person. \
                Write 'facts: {contact: …}', such as a phone number and when it is answered
                """,
                """
                frontdesk.yml: no handoff is set: a customer who needs a person gets the contact only. \
                Name a command or file under 'handoff'
                """,
            ])
    }

    @Test func contradictingAnswers() throws {
        try bot.write(
            """
            - {id: b, question: 'what', answer: Nothing.}
            - {id: c, question: 'What?!', answer: That.}
            - {id: d, question: 'WHAT?', answer: Something., status: draft}
            - {id: e, question: 'What?', answer: Old., valid_until: 2026-06-30}
            """, to: "knowledge/b.yml")
        try bot.write("# Care\n\nDry it.\n", to: "knowledge/other.md")
        let (errors, warnings, _) = try check()
        #expect(errors.isEmpty)
        #expect(
            warnings.filter { $0.contains("another answer") } == [
                """
                knowledge/b.yml:1:3: the same question has another answer at knowledge/a.yml:1:3. \
                Keep the one that is right, or ask more precisely
                """
            ])
    }

    @Test func withoutReadableSettingsFactsAreNotMissed() throws {
        try bot.write("facts: [\n", to: "frontdesk.yml")
        let errors = try check().errors
        #expect(errors.count == 1 && errors[0].hasPrefix("frontdesk.yml:2:1: this is not valid YAML"))
    }
}
