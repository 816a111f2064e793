import Foundation
import Frontdesk
import Testing

@Suite struct SpreadsheetTests {
    private func read(_ archive: TestArchive, columns: [String: String] = [:]) throws -> SourceRecords {
        try SourceReader.read(archive.data, named: "faq.xlsx", columns: columns)
    }

    private func sheet(_ rows: String, _ rest: String = "") -> String { "<sheetData>\(rows)</sheetData>\(rest)" }

    @Test func aWorkbookOfACommonProgram() throws {
        let read = try ImportFixture.read("faq.xlsx")
        #expect(read.problems.errors.isEmpty)
        #expect(
            read.records.map(\.question) == [
                "How long does delivery take?", "What does delivery cost?", "Is delivery insured?",
                "How much of the price comes back?", "Can I return a sale item?", "多久能送到？", "运费多少？",
            ])
        #expect(
            read.records.map(\.answer) == [
                "Two to four days.", "4.9", "TRUE", "95%", "Yes,\nwithin 30 days.", "两到四天。", "",
            ])
        #expect(read.records.prefix(5).map(\.id) == ["1", "2", "3", "4", "5"])
        #expect(read.records.prefix(5).map(\.category) == ["Delivery", "Delivery", "Delivery", "Returns", "Returns"])
        #expect(read.records[0].aliases == ["When will it come?", "Delivery time"])
        #expect(read.records.prefix(3).map(\.validUntil) == ["2027-01-31", "2026-12-24", nil])
        #expect(read.records[0].location == SourceLocation(file: "faq.xlsx", line: 3, column: 1))
        #expect(
            read.notes == [
                "left out: the column 'Clicks'", "read the sheets 'FAQ', '中文'; left out: 'Lists' (hidden), 'Notes'",
            ])
    }

    @Test func textsAsExcelWritesThem() throws {
        let shared = """
            <si><t>question</t></si><si><t>answer</t></si>
            <si><r><t xml:space="preserve">How </t></r><r><rPr><b/></rPr><t>much</t></r><r><t>?</t></r></si>
            <si><t>电话</t><rPh sb="0" eb="2"><t>ディエンファ</t></rPh><phoneticPr fontId="1"/></si>
            <si><t>one_x000D_
            two &amp; &lt;three&gt; _x0041_</t></si>
            """
        let rows = """
            <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>
            <row r="3" hidden="1"><c r="A3" t="s"><v>2</v></c><c r="B3" t="s"><v>4</v></c></row>
            <row r="4"><c r="A4" t="s"><v>3</v></c><c r="B4" t="str"><f>A1&amp;"x"</f><v>computed</v></c></row>
            <row r="5"><c r="A5" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c><c r="B5" t="b"><v>0</v></c></row>
            <row r="6"><c r="A6" t="inlineStr"><is><t>empty</t></is></c><c r="B6"><f>1+1</f></c></row>
            """
        let read = try read(.workbook([("FAQ", sheet(rows))], shared: shared))
        #expect(read.records.map(\.question) == ["How much?", "电话", "inline", "empty"])
        #expect(read.records.map(\.answer) == ["one\ntwo & <three> A", "computed", "FALSE", ""])
        #expect(read.records.map(\.location.line) == [3, 4, 5, 6])
        #expect(
            read.notes == [
                "formulas without a value in the sheet 'FAQ': 1; open and save it in a spreadsheet program"
            ])
    }

    @Test(arguments: [
        ("1.0", 0, "1"), ("3.1400000000000001", 0, "3.14"), ("-0.5", 0, "-0.5"), ("12345678901", 0, "12345678901"),
        ("1E-3", 0, "0.001"), ("0", 0, "0"), ("0.075", 1, "7.5%"), ("46053", 2, "2026-01-31"), ("1", 2, "1900-01-01"),
        ("59", 2, "1900-02-28"), ("61", 2, "1900-03-01"), ("46053.75", 3, "2026-01-31 18:00"), ("0.375", 4, "09:00"),
        ("1.5", 5, "36:00"), ("46053", 6, "2026-01-31"), ("7", 7, "7"), ("-3", 2, "-3"), ("1e300", 2, "1e+300"),
        ("46053", 8, "2026-01-31"), ("-9223372036854775808", 0, "-9.22337203685478e+18"),
    ])
    func numbersAreShownPlainly(raw: String, style: Int, shown: String) throws {
        let codes = [
            "yyyy/m/d h:mm", "h:mm AM/PM", "[h]:mm", "[$-804]yyyy\"年\"m\"月\"d\"日\"", "#,##0.00\\ \"days\";[Red]-0",
        ]
        let formats = codes.enumerated().map {
            "<numFmt numFmtId=\"\($0 + 164)\" formatCode=\"\($1.replacing("\"", with: "&quot;"))\"/>"
        }
        let styles = [0, 10, 14, 164, 165, 166, 167, 168, 31].map { "<xf numFmtId=\"\($0)\"/>" }
        let rows = """
            <row><c t="str"><v>question</v></c><c t="str"><v>answer</v></c></row>
            <row><c t="str"><v>q</v></c><c s="\(style)"><v>\(raw)</v></c></row>
            """
        let read = try read(
            .workbook(
                [("A", sheet(rows))],
                styles: "<numFmts>\(formats.joined())</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
                    + "<cellXfs>\(styles.joined())</cellXfs>"))
        #expect(read.records.map(\.answer) == [shown])
    }

    @Test func daysMayBeCountedFrom1904() throws {
        let rows = """
            <row><c t="str"><v>question</v></c><c t="str"><v>valid until</v></c></row>
            <row><c t="str"><v>q</v></c><c s="0"><v>44591</v></c></row>
            """
        let read = try read(
            .workbook(
                [("A", sheet(rows))], styles: "<cellXfs><xf numFmtId=\"14\"/></cellXfs>",
                settings: "<workbookPr date1904=\"1\"/>"))
        #expect(read.records.map(\.validUntil) == ["2026-01-31"])
    }

    @Test func problemsNameRowAndColumnAndTheSheet() throws {
        func row(_ cells: [String]) -> String { "<row>\(cells.joined())</row>" }
        func text(_ text: String) -> String { "<c t=\"str\"><v>\(text)</v></c>" }
        let header = row([text("question"), text("answer"), text("valid until")])
        let first = header + row(["<c t=\"str\"><v></v></c>", text("no question")])
        let second =
            header + row([text("q"), "<c t=\"e\"><v>#REF!</v></c>"]) + row([text("q"), text("a"), text("soon")])
        let read = try read(.workbook([("One", sheet(first)), ("Two", sheet(second))]))
        #expect(read.records.isEmpty)
        #expect(
            read.problems.errors.map(\.description) == [
                "faq.xlsx:2:1: the row has no question. Fill it in, or delete the row",
                "faq.xlsx:2:2: in the sheet 'Two', a formula gives #REF!. Mend it in the workbook",
                "faq.xlsx:3:3: in the sheet 'Two', 'soon' is no day. Write it as YYYY-MM-DD",
            ])
    }

    @Test func columnsByTheMappingAndWithoutNames() throws {
        let named = TestArchive.workbook(rows: [["About"], ["Frage", "Antwort"], ["Was?", "Das."]])
        let mapped = try read(named, columns: ["question": "Frage", "answer": "Antwort"])
        #expect(mapped.records.map(\.answer) == ["Das."])
        let unnamed = try read(.workbook(rows: [["Where are you?", "In Bergen."], ["Since when?", "Since 1998."]]))
        #expect(unnamed.records.map(\.question) == ["Where are you?", "Since when?"])
    }

    @Test func aNoteInTheMarginIsNoFieldButAnAliasIs() throws {
        let margin = try read(.workbook(rows: [["question", "answer"], ["q", "a", "ask Mara"]]))
        #expect(margin.records.map(\.answer) == ["a"])
        #expect(margin.problems.errors.isEmpty)
        let aliases = try read(.workbook(rows: [["q", "a", "indexes"], ["q", "a", "one", "two"]]))
        #expect(aliases.records.map(\.aliases) == [["one", "two"]])
    }

    @Test func aWorkbookBecomesOneFileAndImportsTheSameAgain() throws {
        let bot = try TemporaryFolder()
        let url = ImportFixture.folder.appending(path: "faq.xlsx")
        let store = try Store(folder: bot.url.appending(path: ".frontdesk"))
        #expect(try ImportFixture.importFile(url, into: bot.url, store).added == 7)
        #expect(try ImportFixture.importFile(url, into: bot.url, store).unchanged == 7)
        #expect(try KnowledgeBase.load(folder: bot.url).map(\.id).contains("4"))
    }

    @Test func aHundredThousandRows() throws {
        let rows = (0..<100_000).map { "<row><c t=\"s\"><v>\($0 + 1)</v></c><c><v>\($0)</v></c></row>" }
        let shared = (0..<100_000).map { "<si><t>Question \($0)?</t></si>" }
        let header = "<row><c t=\"s\"><v>0</v></c><c t=\"str\"><v>answer</v></c></row>"
        let read = try read(
            .workbook([("A", sheet(header + rows.joined()))], shared: "<si><t>question</t></si>" + shared.joined()))
        #expect(read.records.count == 100_000)
        #expect(read.records.last?.question == "Question 99999?")
        #expect(read.records.last?.answer == "99999")
    }
}
