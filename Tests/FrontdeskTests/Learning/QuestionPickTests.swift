import Foundation
import Frontdesk
import Testing

@Suite("What customers ask in conversations")
struct QuestionPickTests {
    @Test(
        "Courtesy asks nothing, whichever words it has",
        arguments: [
            ("Hello!", Courtesy.greeting), ("good morning team", .greeting), ("hi, anybody there?", .greeting),
            ("thank you so much for your help", .thanks), ("Great, thanks!", .thanks), ("ok", .assent),
            ("你好，在吗？", .greeting), ("好的，谢谢", .thanks), ("嗯嗯", .assent),
            ("hi where is my order", nil), ("ok?", nil), ("thanks, and the invoice?", nil), ("10234", nil),
            ("你好，我的包裹在哪里", nil), ("the good help", nil),
        ] as [(String, Courtesy?)])
    func courtesy(text: String, kind: Courtesy?) {
        #expect(Courtesy.of(text) == kind)
        if kind != nil { #expect(!LogMessage.asks(text)) }
    }

    @Test(
        "Questions and wishes ask anew, remarks do not",
        arguments: [
            ("where is my parcel", true), ("and can I return it", true), ("I want my money back", true),
            ("the lamp is broken?", true), ("怎么退货", true), ("it is the blue lamp", false), ("我用的是蓝色的", false),
        ])
    func questions(text: String, isQuestion: Bool) {
        #expect(LogMessage.isQuestion(text) == isQuestion)
    }

    /// A conversation of lines such as "c: where is it", "a: There.", "b: Here."
    static func conversation(_ lines: [String], outcome: String? = nil, customer: String? = nil) -> LoggedConversation {
        let speakers: [Character: String] = ["c": "customer", "a": "agent", "b": "bot"]
        let turns = lines.map { line in
            Turn(
                speaker: Turn.Speaker(rawValue: speakers[line.first ?? "c"] ?? "customer") ?? .customer,
                text: String(line.dropFirst(3)), time: Date(timeIntervalSince1970: 0))
        }
        return LoggedConversation(id: lines.joined(), customer: customer, outcome: outcome, turns: turns)
    }

    private static func pick(_ lines: String..., outcome: String? = nil) -> QuestionPick {
        var pick = QuestionPick()
        pick.add(conversation(lines, outcome: outcome))
        return pick
    }

    @Test("Turns in a row are one question, without the greeting; what it was answered goes on past a fragment")
    func joined() throws {
        let pick = Self.pick(
            "c: hello", "c: I bought a lamp", "c: where is it?", "a: Which order is it?", "c: number 10234",
            "a: On its way.",
            "c: thanks!", outcome: "solved")
        let question = try #require(pick.questions.first)
        #expect(pick.questions.count == 1)
        #expect(
            question.parts == ["I bought a lamp", "where is it?"] && question.text == "I bought a lamp where is it?")
        #expect(question.replies.map(\.text) == ["Which order is it?", "On its way."])
        #expect(question.ending.hasThanks && question.ending.isSolved == true && question.ending.next == nil)
        #expect(pick.asides.map(\.reason) == [.greeting, .fragment, .thanks])
    }

    @Test(
        "What a log's outcome says of the whole",
        arguments: [
            ("solved", true), ("Closed", true), ("已解决", true), ("没问题，已完成", true), ("not_solved", false),
            ("not-resolved", false), ("abandoned", false), ("未完成", false), ("没有解决", false), ("无法解决", false),
            ("pending", nil),
        ] as [(String, Bool?)])
    func outcome(outcome: String, isSolved: Bool?) throws {
        let pick = Self.pick("c: where is my parcel", "a: In Berlin.", outcome: outcome)
        #expect(try #require(pick.questions.first).ending.isSolved == isSolved)
    }

    @Test("A second question has its own answers; a remark is none")
    func second() throws {
        let pick = Self.pick(
            "c: where is my parcel", "a: In Berlin.", "c: that is quite far from me and my house here", "a: It is.",
            "c: how can I pay for the next one", "a: By card.")
        #expect(pick.questions.map(\.text) == ["where is my parcel", "how can I pay for the next one"])
        #expect(pick.questions.map { $0.replies.map(\.text) } == [["In Berlin.", "It is."], ["By card."]])
        #expect(pick.questions[0].ending.next == "how can I pay for the next one")
        #expect(pick.asides.map(\.reason) == [.remark])
    }

    @Test("Of a reply in several turns the one that was rated counts")
    func rated() {
        var conversation = Self.conversation(["c: where is my parcel", "b: In Berlin.", "b: Anything else?"])
        conversation.turns[1].feedback = .good
        var pick = QuestionPick()
        pick.add(conversation)
        #expect(pick.questions[0].replies.map(\.turn.feedback) == [.good])
        #expect(pick.questions[0].replies.map(\.text) == ["In Berlin. Anything else?"])
    }

    @Test("Who asks for a person is known to", arguments: ["can I talk to a real person", "我要转人工"])
    func person(text: String) throws {
        let pick = Self.pick("c: where is my parcel", "b: Somewhere.", "c: " + text)
        #expect(pick.questions[0].ending.wantsPerson)
    }

    @Test(
        "What programs write is known by its words, unless it asks",
        arguments: [
            ("I am out of the office until Monday", true), ("这是系统自动回复，请勿回复", true),
            ("Mail delivery failed: returned mail", true),
            ("I got an automatic reply, what does it mean?", false), ("where is my parcel", false),
        ])
    func automatic(text: String, isOne: Bool) {
        #expect(AutomaticMail.isOne(text) == isOne)
    }

    @Test(
        "The language of a message is known by its script and small words, and where it is not nothing is said",
        arguments: [
            ("where is my parcel", "en"), ("wo ist mein Paket und wann kommt es", "de"),
            ("je voudrais savoir quand arrive mon colis", "fr"),
            ("где мой заказ", "ru"), ("注文はどこですか", "ja"), ("我的包裹在哪里", "zh"), ("parcel 10234", nil),
        ] as [(String, String?)])
    func language(text: String, code: String?) {
        #expect(WrittenLanguage.of(text)?.rawValue == code)
    }
}
