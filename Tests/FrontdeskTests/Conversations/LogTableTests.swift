import Foundation
import Frontdesk
import Testing

@Suite("Tables of turns")
struct LogTableTests {
    private let fixture: LogFixture

    init() throws {
        fixture = try LogFixture()
    }

    @Test func rowsOfAConversationNeedNotStandTogether() throws {
        let result = try fixture.take(
            """
            session_id,visitor,role,message,sent at,intent
            7,anna,Visitor,any left?,2026-11-21 09:30:00,stock
            8,ben,user,hello,2026-11-21 09:30:30,
            7,,Operator,Two.,2026-11-21 09:31:00,
            8,,assistant,Hello!,2026-11-21 09:30:31,
            """, named: "chats.csv")
        #expect(result.told.isEmpty)
        #expect(result.summaries.map { [$0.added, $0.turns, $0.labels] } == [[2, 4, 1]])
        #expect(
            try fixture.said() == [
                "7": ["customer: any left?", "agent: Two."], "8": ["customer: hello", "bot: Hello!"],
            ])
        #expect(try fixture.lines()[0].hasPrefix(#"{"customer":"anna","id":"7","#))
    }

    @Test func chineseNamesAndTheNewestFirst() throws {
        let result = try fixture.take(
            """
            会话ID;客户;发送方;消息内容;发送时间;备注
            1;小李;客服;有的。;2026/11/21 9:31;
            1;小李;客户;还有货吗？;2026/11/21 9:30;x
            1;小李;智能客服;请稍等;2026/11/21 9:30:30;
            """, named: "chats.csv")
        #expect(result.told.isEmpty)
        #expect(result.summaries[0].notes == ["left out: the column '备注'"])
        #expect(try fixture.said() == ["1": ["customer: 还有货吗？", "bot: 请稍等", "agent: 有的。"]])
    }

    @Test func columnsByOtherNames() throws {
        let table = "Fall\tWer\tWas\n1\tuser\thi\n"
        let without = try fixture.take(table, named: "chats.tsv")
        #expect(
            without.told == [
                "chats.tsv:1: no column holds the conversation. Name it 'conversation', or say which it is with "
                    + "'frontdesk import --logs --columns conversation=…'"
            ])
        let columns = ["conversation": "Fall", "speaker": "Wer", "text": "Was"]
        #expect(try fixture.take(table, named: "chats.tsv", columns: columns).told.isEmpty)
        #expect(try fixture.said() == ["1": ["customer: hi"]])
        #expect(throws: BotError.self) { try fixture.take(table, named: "chats.tsv", columns: ["convo": "Fall"]) }
        let twice = ["conversation": "Fall", "customer": "Fall"]
        #expect(throws: BotError.self) { try fixture.take(table, named: "chats.tsv", columns: twice) }
    }

    @Test func wrongRowsAreToldAndLeaveTheirConversationOut() throws {
        let table = """
            conversation,speaker,text,time,feedback
            1,customer,hello,,
            1,alien,hi,,
            2,customer,hello,,
            ,customer,hello,,
            3,customer,hello,soon,
            4,bot,hello,,so so
            5,customer,,,
            """
        let refused = try fixture.take(table, named: "chats.csv")
        try #require(refused.told.count == 4)
        #expect(
            refused.told[0].hasPrefix("chats.csv:3:3: 'alien' is no known speaker. Known are customer (customer, user,")
        )
        #expect(refused.told[1].hasPrefix("chats.csv:5:1: the row names no conversation"))
        #expect(refused.told[2].hasPrefix("chats.csv:6:18: 'soon' is no time"))
        #expect(refused.told[3].hasPrefix("chats.csv:7:14: the feedback cannot be 'so so'"))
        #expect(try fixture.said().isEmpty)
        let taken = try fixture.take(table, named: "chats.csv", skipsBad: true)
        #expect(taken.summaries.map { [$0.added, $0.skipped] } == [[1, 4]])
        #expect(taken.summaries[0].notes == ["left out: 1 turn without text"])
        #expect(try fixture.said() == ["2": ["customer: hello"]])
    }

    @Test func aRowThatCannotBeReadTakesItsConversationWithItAndNoOther() throws {
        let table = """
            conversation,speaker,text
            1,customer,hello
            1,agent,hi,there
            2,customer,hello
            2,customer,he said "x"
            3,customer,fine
            4,customer,hello
            4,agent,"never closed
            5,customer,hello
            """
        let taken = try fixture.take(table, named: "chats.csv", skipsBad: true)
        #expect(taken.told.map { String($0.prefix(15)) } == ["chats.csv:3:1: ", "chats.csv:5:20:", "chats.csv:8:9: "])
        #expect(taken.summaries.map { [$0.added, $0.skipped] } == [[2, 3]])
        #expect(try fixture.said() == ["3": ["customer: fine"], "5": ["customer: hello"]])
    }

    @Test func whatIsWrongInEachRowIsToldAThousandTimes() throws {
        let rows = (0..<1500).map { "\($0),Anna,hello" }
        let result = try fixture.take("conversation,speaker,text\n" + rows.joined(separator: "\n"), named: "chats.csv")
        #expect(result.told.count == 1001)
        #expect(
            result.told.last == "chats.csv: so many more things are wrong: 500. Mend those above first")
        #expect(try fixture.said().isEmpty)
    }

    @Test func aWorkbook() throws {
        func row(_ texts: [String], day: String? = nil) -> String {
            let cells = texts.map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }
            return "<row>" + cells.joined() + (day.map { "<c s=\"1\"><v>\($0)</v></c>" } ?? "") + "</row>"
        }
        func sheet(_ rows: String...) -> String { "<sheetData>" + rows.joined() + "</sheetData>" }
        let archive = TestArchive.workbook(
            [
                (
                    "Chats",
                    sheet(
                        row(["会话ID", "发送方", "内容", "时间"]), row(["1", "客户", "还有货吗？"], day: "46347.395833333336"),
                        row(["2", "客户", "hello"], day: "46347"))
                ),
                (
                    "More",
                    sheet(
                        row(["All that came later"]), row(["chat id", "role", "message", "sent at"]),
                        row(["1", "agent", "有的。"], day: "46347.39652777778"))
                ),
                ("Prices", sheet(row(["article", "price"]), row(["lamp", "59"]))),
                ("Lists\" state=\"hidden", sheet(row(["chat id", "role", "message"]), row(["3", "user", "x"]))),
            ], styles: "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/></cellXfs>")
        let result = try fixture.take(archive.data, named: "chats.xlsx")
        #expect(result.told.isEmpty)
        #expect(result.summaries.map { [$0.added, $0.turns] } == [[2, 3]])
        #expect(result.summaries.map(\.notes) == [["left out: the sheets 'Prices', 'Lists' (hidden)"]])
        #expect(try fixture.said() == ["1": ["customer: 还有货吗？", "agent: 有的。"], "2": ["customer: hello"]])
        #expect(
            try fixture.store.turns(of: "1").map(\.time) == [
                Date(timeIntervalSince1970: 1_795_253_400), Date(timeIntervalSince1970: 1_795_253_460),
            ])
    }

    @Test func aFormulaThatFailedTakesItsConversationWithIt() throws {
        func row(_ texts: String..., failed: Bool = false) -> String {
            let cells = texts.map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }
            return "<row>" + cells.joined() + (failed ? "<c t=\"e\"><f>A9</f><v>#REF!</v></c>" : "") + "</row>"
        }
        let rows = [
            row("conversation", "speaker", "text"), row("1", "customer", "hello"), row("1", "agent", failed: true),
            row("2", "customer", "any left?"),
        ]
        let archive = TestArchive.workbook([("Chats", "<sheetData>\(rows.joined())</sheetData>")])
        let taken = try fixture.take(archive.data, named: "chats.xlsx", skipsBad: true)
        #expect(taken.told == ["chats.xlsx:3:3: a formula gives #REF!. Mend it in the workbook"])
        #expect(taken.summaries.map { [$0.added, $0.skipped] } == [[1, 1]])
        #expect(try fixture.said() == ["2": ["customer: any left?"]])
    }

    @Test func anotherEncoding() throws {
        // "对话,角色,内容" and a row, as iconv wrote them.
        let data = try #require(
            Data(base64Encoded: "ttS7sCy9x8mrLMTayN0KMSzC8rzSLLu509C79cLwo7/H687KyrLDtMqxuvK3orv1Cg=="))
        #expect(try fixture.take(data, named: "chats.csv").summaries.map(\.notes) == [["read as GB18030"]])
        #expect(try fixture.said() == ["1": ["customer: 还有货吗？请问什么时候发货"]])
    }

    @Test func manyRowsAreGathered() throws {
        let rows = (0..<4500).map { "\($0 % 7),\($0 % 2 == 0 ? "customer" : "agent"),text \($0)" }
        let result = try fixture.take("conversation,speaker,text\n" + rows.joined(separator: "\n"), named: "chats.csv")
        #expect(result.summaries.map { [$0.added, $0.turns] } == [[7, 4500]])
        let turns = try fixture.store.turns(of: "3").map(\.text)
        #expect(turns == stride(from: 3, to: 4500, by: 7).map { "text \($0)" })
    }
}
