import Foundation
import Testing

@Suite("Replies from the knowledge")
struct KnowledgeReplyTests {
    private static let related = """
        - id: pay-later
          question: How can I pay later?
          answer: Choose "In 30 days" in the basket.
        - id: pay-abroad
          question: How can I pay from abroad?
          answer: As at home, in euros.
        - id: pay-draft
          question: How can I pay with shells?
          answer: Not yet.
          status: draft
        - id: pay-ended
          question: How can I pay with stamps?
          answer: Put them into a letter.
          valid_until: 2020-01-31
        """
    private static let article = """
        # Espresso machine

        ## Making an espresso

        Fill the tank with cold water up to the upper line. It holds one litre. Put the sieve into the holder and press \
        the ground coffee down with the back of the spoon. Hang the holder in from the left and turn it to the middle \
        until it sits firmly. The lamp goes out as soon as the water is hot, which takes about a minute and a half. \
        Steam comes out of the side, so keep the hands of children away from it. Empty the drip tray every evening.
        """

    private func bot(_ files: [String: String]) throws -> TinyBot {
        let bot = try TinyBot()
        for (name, text) in files {
            try Data((text + "\n").utf8).write(to: bot.folder.appending(path: "knowledge/" + name))
        }
        return bot
    }

    private func replies(_ transcript: String) -> [String] {
        transcript.components(separatedBy: "  you> ").dropFirst().map { turn in
            turn.components(separatedBy: "\n").dropFirst().joined(separator: "\n")
        }
    }

    @Test("A number picks a related question; what was told or offered is not offered again")
    func relatedQuestions() throws {
        let bot = try bot(["pay.yml": Self.related])
        let replies = replies(try bot.chat("How can I pay?", "2", "2"))
        try #require(replies.count == 3)
        let first = replies[0].split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(first[0].hasPrefix("robin> By Visa, Mastercard, PayPal or bank transfer."))
        try #require(first.count > 4)
        #expect(first[1...2] == ["[1] How can I pay? · knowledge/faq.yml", "You may also ask:"])
        let offered = first.dropFirst(3)
        #expect(
            Set(offered.prefix(2).map { $0.dropFirst(3) }) == ["How can I pay later?", "How can I pay from abroad?"])
        #expect(offered.count <= 3 && !offered.contains { $0.contains("shells") || $0.contains("stamps") })
        let picked = try #require(offered.dropFirst().first?.dropFirst(3))
        #expect(replies[1].contains("[1] \(picked) · knowledge/pay.yml"))
        for question in offered { #expect(!replies[1].contains(". \(question.dropFirst(3))")) }
        let json = try bot.run("reply", "--json", "How can I pay?").output
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect((object["suggestions"] as? [String])?.count == offered.count)
    }

    @Test("Questions that read alike are offered once")
    func offeredOnce() throws {
        let other = "\n- {id: pay-afterwards, question: How can I pay later, answer: Ask for an invoice in the basket.}"
        let bot = try bot(["pay.yml": Self.related + other])
        let json = try bot.run("reply", "--json", "How can I pay?").output
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        let offered = try #require(object["suggestions"] as? [String])
        #expect(offered.count { $0.hasPrefix("How can I pay later") } == 1 && offered.count == 3)
    }

    @Test("What others were told next is offered")
    func toldNext() throws {
        let bot = try TinyBot()
        #expect(try !bot.chat("How can I pay?").contains("1. Where do I find my invoice?"))
        for _ in 1...2 {
            let told = try bot.chat("How can I pay?", "Where do I find my invoice?")
            #expect(told.contains("[1] Where do I find my invoice? · knowledge/faq.yml"))
        }
        #expect(try bot.chat("How can I pay?").contains("1. Where do I find my invoice?"))
    }

    @Test("Several questions are answered in their order, their citations numbered")
    func severalQuestions() throws {
        let bot = try bot(["zh.yml": "- question: 你们卖雨伞吗\n  answer: 卖，红色的。\n- question: 雨伞多少钱一把\n  answer: 二十元。"])
        let english = try bot.chat("How can I pay? Do you wrap gifts?")
        let first = try #require(english.range(of: "[1] How can I pay? · knowledge/faq.yml"))
        let second = try #require(english.range(of: "[2] Do you wrap gifts? · knowledge/faq.yml"))
        #expect(first.upperBound < second.lowerBound && english[first.upperBound...].contains("Yes. Tick \"gift\""))
        let chinese = try bot.chat("你们卖雨伞吗？雨伞多少钱一把？")
        #expect(chinese.contains("卖，红色的。\n       [1] 你们卖雨伞吗 · knowledge/zh.yml\n"))
        #expect(chinese.contains("二十元。\n       [2] 雨伞多少钱一把 · knowledge/zh.yml\n"))
    }

    @Test("A number that no related question has is told, and they stay open")
    func numberOutOfRange() throws {
        let bot = try bot(["pay.yml": Self.related])
        let replies = replies(try bot.chat("How can I pay?", "9", "2"))
        try #require(replies.count == 3)
        let offered = replies[0].components(separatedBy: "You may also ask:\n").last?.split(separator: "\n") ?? []
        let count = offered.count { $0.contains(". ") }
        #expect(replies[1].contains("There are \(count) to choose from. Which one is it?"))
        let second = try #require(offered.first { $0.contains("2. ") }?.split(separator: "2. ").last)
        #expect(replies[1].contains("2. \(second)") && replies[2].contains("[1] \(second) · knowledge/"))
    }

    @Test("Questions that read alike are offered once")
    func alike() throws {
        let twins = (1...2).map { "- {id: twin\($0), question: How can I pay by card?, answer: With card \($0).}" }
        let bot = try bot(["pay.yml": Self.related, "twins.yml": twins.joined(separator: "\n")])
        let json = try bot.run("reply", "--json", "How can I pay?").output
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        let suggestions = try #require(object["suggestions"] as? [String])
        #expect(suggestions.contains("How can I pay by card?") && Set(suggestions).count == suggestions.count)
    }

    @Test("Two questions with a comma and \"and\" between them are answered in their order")
    func questionsJoinedByAnd() throws {
        let bot = try bot([:])
        let chat = try bot.chat("how can i pay, and do you wrap gifts?")
        let first = try #require(chat.range(of: "[1] How can I pay? · knowledge/faq.yml"))
        #expect(chat[first.upperBound...].contains("[2] Do you wrap gifts? · knowledge/faq.yml"))
    }

    @Test("Two questions instead of a choice are both answered")
    func questionsInsteadOfChoice() throws {
        let pairs =
            "- {question: Where is the red lamp?, answer: Left.}\n- {question: Where is the blue lamp?, answer: Right.}\n"
        let bot = try bot(["lamps.yml": pairs])
        let asked = try bot.chat("where is the lamp", "how can i pay, and do you wrap gifts?")
        try #require(asked.contains("1. ") && asked.contains("2. "))
        #expect(asked.contains("[1] How can I pay?") && asked.contains("[2] Do you wrap gifts?"))
    }

    @Test("Facts in an answer are filled in, other marks stay")
    func otherMarks() throws {
        let bot = try bot([
            "marks.yml":
                "- {question: How do I brew it, answer: 'Ask {{facts.shop}}, press {{x}} and {{ facts.none }}.'}\n"
        ])
        let reply = try bot.run("reply", "How do I brew it").output
        #expect(reply.contains(", press {{x}} and {{ facts.none }}.") && !reply.contains("{{facts.shop}}"))
    }

    @Test("A long passage is cut to whole sentences; the title path is the citation")
    func excerpt() throws {
        let bot = try bot(["espresso.md": Self.article])
        let reply = try bot.run("reply", "Espresso machine › Making an espresso").output
        #expect(reply.contains("\n[1] Espresso machine › Making an espresso\n"))
        let told = try #require(reply.components(separatedBy: "\n[1]").first)
        #expect(told.contains("…") && told.count < Self.article.count)
        for piece in told.components(separatedBy: "…").map({ $0.trimmingCharacters(in: .whitespaces) })
        where !piece.isEmpty {
            #expect(Self.article.contains(piece) && piece.hasSuffix("."))
        }
        #expect(try bot.run("reply", "Espresso machine › Making an espresso").output == reply)
    }

    @Test("An answer in another language comes after a sentence that says so")
    func otherLanguage() throws {
        let bot = try bot([
            "umbrella.yml": "- question: Do you sell umbrellas?\n  aliases: [你们卖雨伞吗]\n  answer: Red ones."
        ])
        let file = bot.folder.appending(path: "frontdesk.yml")
        let settings = try String(contentsOf: file, encoding: .utf8).replacing("[en]", with: "[en, zh]")
        try Data(settings.utf8).write(to: file)
        let reply = try bot.run("reply", "你们卖雨伞吗").output
        #expect(reply.hasPrefix("这条内容目前只有其他语言的版本：\nRed ones.\n[1] Do you sell umbrellas? · knowledge/umbrella.yml\n"))
        #expect(!reply.contains("You may also ask"))
        // A sentence of the bot's own that lacks the language, and one without any wording, give way to the built-in ones.
        try bot.write(Data("other_language:\n  - en: 'Only so:'\nfallback: []\n".utf8), to: "intents/_replies.yml")
        #expect(try bot.run("reply", "你们卖雨伞吗").output == reply)
        let fallback = try bot.run("reply", "qwertz uiop").output
        #expect(fallback == "I did not understand that. Could you put it another way?\n")
    }
}
