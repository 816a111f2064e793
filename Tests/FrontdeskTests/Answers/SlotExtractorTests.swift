import Frontdesk
import Testing

struct SlotExtractorTests {
    private func extractor(_ kind: Slot.Kind) throws -> SlotExtractor {
        try SlotExtractor([
            Slot(name: "value", kind: kind, ask: [.english: "Which?"], location: SourceLocation(file: "t"))
        ])
    }

    @Test(arguments: [
        ("where is #10234?", "#10234"), ("订单10234怎么还没到", "10234"), ("no, order 10235", "10235"),
    ])
    func aPatternFindsWholeTokens(_ message: String, _ expected: String) throws {
        #expect(try extractor(.pattern(#"#?\d{5}"#)).values(in: message)["value"] == expected)
    }

    @Test(arguments: ["order 102345", "A10234B", "1023", "nothing"])
    func aPatternNeverMatchesPartOfAToken(_ message: String) throws {
        #expect(try extractor(.pattern(#"#?\d{5}"#)).values(in: message)["value"] == nil)
    }

    @Test func eachKindFindsItsOwn() throws {
        #expect(try extractor(.email).values(in: "write to a.b@example.org please")["value"] == "a.b@example.org")
        #expect(try extractor(.phone).values(in: "call +31 10 555 0142 now")["value"] == "+31 10 555 0142")
        #expect(try extractor(.number).values(in: "size 42 shoes")["value"] == "42")
        #expect(try extractor(.date).values(in: "arrives on 3 May or so")["value"] == "3 May")
        #expect(try extractor(.date).values(in: "5月3日到")["value"] == "5月3日")
        #expect(try extractor(.choice(["red", "blue"])).values(in: "The BLUE one")["value"] == "blue")
    }

    @Test(arguments: [
        ("before December 24 please", "December 24"), ("the 3rd of may, 2027", "3rd of may, 2027"), ("Mar 5", "Mar 5"),
        ("1 April 2026", "1 April 2026"), ("some day in May", "May"), ("in october", "october"),
    ])
    func aMonthIsADate(_ message: String, _ date: String) throws {
        #expect(try extractor(.date).values(in: message)["value"] == date)
    }

    /// Words that begin as a month does, and "may", which says what is possible.
    @Test(arguments: ["maybe I decide later", "may I change it", "the market is junk", "I march on", "novel separate"])
    func otherWordsAreNoDate(_ message: String) throws {
        #expect(try extractor(.date).values(in: message)["value"] == nil)
    }

    @Test func fullWidthIsReadAsUsualWidth() throws {
        #expect(try extractor(.pattern(#"#?\d{5}"#)).values(in: "订单＃１０２３４在哪")["value"] == "#10234")
        #expect(try extractor(.number).values(in: "要２，３号")["value"] == "2")
        #expect(try extractor(.email).values(in: "ａ＠ｂ．ｏｒｇ")["value"] == "a@b.org")
        #expect(try extractor(.choice(["Ｍ", "L"])).values(in: "Ｌ码")["value"] == "L")
        #expect(try extractor(.choice(["Ｍ", "L"])).values(in: "Ｍ码")["value"] == "Ｍ")
        #expect(try extractor(.text).value(of: "value", inAnswer: "Ａ座") == "Ａ座")
    }

    @Test func freeTextIsOnlyTakenAsAnAnswer() throws {
        let extractor = try extractor(.text)
        #expect(extractor.values(in: "anything")["value"] == nil)
        #expect(extractor.value(of: "value", inAnswer: "  my lamp ") == "my lamp")
    }

    @Test func aPatternThatIsNoExpressionIsRefused() {
        #expect(throws: BotError.self) { try extractor(.pattern("[a-")) }
    }
}
