import Frontdesk
import Testing

@Suite struct DelimitedTextTests {
    private func rows(_ text: String, _ separator: DelimitedText.Separator = .comma) throws -> [[String]] {
        try DelimitedText(text, file: "a.csv", separator: separator).rows.map { $0.map(\.text) }
    }

    @Test func readsQuotesSeparatorsAndLineEnds() throws {
        #expect(
            try rows("a,b\n\"x, \"\"y\"\"\",\"two\nlines\"\n\n,\n") == [
                ["a", "b"], ["x, \"y\"", "two\nlines"], ["", ""],
            ])
        #expect(try rows("a\tb,c\n", .tab) == [["a", "b,c"]])
        #expect(try rows("a,") == [["a", ""]])
        #expect(try rows("") == [])
    }

    @Test func fieldsKnowTheirPlace() throws {
        let table = try DelimitedText("问题,\"a\nb\",c\nd,e,f\n", file: "a.csv", separator: .comma)
        #expect(table.rows[0].map { "\($0.line):\($0.column)" } == ["1:1", "1:4", "2:4"])
        #expect(table.rows[1].map { "\($0.line):\($0.column)" } == ["3:1", "3:3", "3:5"])
    }

    @Test(arguments: [
        ("a,b\"c\n", "a.csv:1:4"), ("a\n\"b\"c,d\n", "a.csv:2:4"), ("a\nb,\"c\nd\n", "a.csv:2:3"),
    ])
    func misplacedQuotesAreErrors(_ text: String, _ place: String) {
        let error = #expect(throws: BotError.self) { try rows(text) }
        #expect(error?.location?.description == place)
    }

    @Test func aQuoteThatIsNeverClosedSwallowsNoOtherRow() throws {
        var reader = DelimitedReader("a,b\nc,\"d\ne,f\n", file: "a.csv", separator: .comma)
        let first = try reader.next()
        #expect(first?.map(\.text) == ["a", "b"])
        #expect(throws: BotError.self) { try reader.next() }
        let row = try reader.next()
        #expect(row?.map { "\($0.text) \($0.line):\($0.column)" } == ["e 3:1", "f 3:3"])
        let end = try reader.next()
        #expect(end == nil)
    }

    @Test func writtenLinesReadBack() throws {
        let fields = ["plain", "a,b", "say \"hi\"", "two\nlines", "", "中文"]
        #expect(try rows(DelimitedText.line(fields) + "\n") == [fields])
    }
}
