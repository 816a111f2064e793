import Foundation
import Frontdesk
import Testing

@Suite struct WordDocumentTests {
    private func read(_ archive: TestArchive) throws -> [KnowledgeRecord] {
        try SourceReader.read(archive.data, named: "handbook.docx", columns: [:]).records
    }

    private func paragraph(_ text: String, _ settings: String = "") -> String {
        "<w:p><w:pPr>\(settings)</w:pPr><w:r><w:t>\(text)</w:t></w:r></w:p>"
    }

    @Test func aDocumentOfACommonProgram() throws {
        let read = try ImportFixture.read("handbook.docx").records
        #expect(
            read.map(\.question) == [
                "Care of enamel", "Care of enamel › Cleaning", "Care of enamel › Cleaning › Burnt food",
                "Is it safe in the oven?", "Does it chip?", "可以用洗碗机吗？",
            ])
        #expect(read[1].answer == "Use warm water. Then:\n\n1. soak it\n2. wipe it\n- no steel wool")
        #expect(read[2].answer == "Boil water with soda in it.\n\nSoda | two spoons\nTime | ten minutes")
        #expect(read[3].answer == "Yes, up to 250 °C.")
        #expect(read[5].answer == "可以，\n但是不要用强力程序。")
        #expect(read.map(\.category) == [nil, nil, nil, "Questions", "Questions", "中文"])
        #expect(read.map(\.language) == [.english, .english, .english, .english, .english, .chinese])
        #expect(read.allSatisfy { $0.source == "handbook.docx" })
    }

    @Test func headingsByNameOutlineAndWhatTheyAreBasedOn() throws {
        let styles = """
            <w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>
            <w:style w:type="paragraph" w:styleId="a2"><w:name w:val="标题 2"/></w:style>
            <w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Shop"/><w:basedOn w:val="a2"/></w:style>
            <w:style w:type="paragraph" w:styleId="Deep"><w:name w:val="Deep"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
            <w:style w:type="paragraph" w:styleId="Body"><w:name w:val="Text"/><w:basedOn w:val="Body"/></w:style>
            <w:style w:type="paragraph" w:styleId="10"><w:name w:val="toc 1"/></w:style>
            """
        func styled(_ text: String, _ style: String) -> String { paragraph(text, "<w:pStyle w:val=\"\(style)\"/>") }
        let body =
            styled("Cleaning 3", "10") + styled("Cleaning", "1") + styled("Glass", "Own")
            + styled("Soft cloth.", "Body")
            + styled("Old glass", "Deep") + styled("Dust it.", "None")
            + paragraph("Wood", "<w:outlineLvl w:val=\"1\"/>") + styled("Oil it.", "Body")
        let read = try read(.word(body, styles: styles))
        #expect(
            read.map(\.question) == ["Cleaning › Glass", "Cleaning › Glass › Old glass", "Cleaning › Wood"])
        #expect(read.map(\.answer) == ["Soft cloth.", "Dust it.", "Oil it."])
    }

    @Test func theTextAsItReadsNow() throws {
        let body = """
            <w:p><w:r><w:t xml:space="preserve">Pay by </w:t></w:r><w:del><w:r><w:delText>cheque</w:delText></w:r></w:del>\
            <w:ins><w:r><w:t>card</w:t></w:r></w:ins><w:r><w:footnoteReference w:id="1"/></w:r>\
            <w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:hyperlink r:id="r9"><w:r><w:t>, see here</w:t></w:r>\
            </w:hyperlink><w:r><w:br/><w:t>Now</w:t><w:tab/><w:t>or later</w:t></w:r>\
            <w:r><w:instrText>PAGE</w:instrText></w:r></w:p>
            <w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p>\
            </w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p>\
            </w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>Around it</w:t></w:r></w:p>
            <w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Controlled</w:t></w:r></w:p></w:sdtContent></w:sdt>
            """
        let read = try read(.word(body))
        #expect(read.map(\.question) == ["handbook"])
        #expect(read[0].answer == "Pay by card, see here\nNow\tor later\n\nAround it\n\nIn a box\n\nControlled")
    }

    @Test func aTextBoxInACellIsPartOfItsText() throws {
        func cell(_ content: String) -> String { "<w:tc>\(content)</w:tc>" }
        let box = "<w:r><w:txbxContent>\(paragraph("In a box"))\(paragraph("of two lines"))</w:txbxContent></w:r>"
        let boxed = "<w:p><w:r><w:t>Soda</w:t></w:r>\(box)</w:p>"
        let read = try read(.word("<w:tbl><w:tr>\(cell(boxed))\(cell(paragraph("two spoons")))</w:tr></w:tbl>"))
        #expect(read.map(\.answer) == ["Soda In a box of two lines | two spoons"])
    }

    @Test func listsCountTheirItems() throws {
        let numbering = """
            <w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/></w:lvl>
            <w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
            <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
            <w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>\
            </w:lvlOverride></w:num>
            """
        func item(_ text: String, _ number: Int, _ level: Int = 0) -> String {
            paragraph(text, "<w:numPr><w:ilvl w:val=\"\(level)\"/><w:numId w:val=\"\(number)\"/></w:numPr>")
        }
        let body =
            item("three", 1) + item("inner", 1, 1) + item("four", 1) + item("one", 2) + item("plain", 0)
            + item("lost", 9)
        let read = try read(.word(body, numbering: numbering))
        #expect(read.map(\.answer) == ["3. three\n  - inner\n4. four\n1. one\n\nplain\n\nlost"])
    }

    @Test func tablesWithMergedCellsAndTablesInThem() throws {
        func cell(_ text: String, _ settings: String = "") -> String {
            "<w:tc><w:tcPr>\(settings)</w:tcPr>\(paragraph(text))</w:tc>"
        }
        let inner = "<w:tbl><w:tr>\(cell("a"))\(cell("b"))</w:tr></w:tbl>"
        let body = """
            <w:tbl><w:tr>\(cell("Wide", "<w:gridSpan w:val=\"2\"/>"))</w:tr>
            <w:tr>\(cell("Wood", "<w:vMerge w:val=\"restart\"/>"))\(cell("oil"))</w:tr>
            <w:tr>\(cell("", "<w:vMerge/>"))<w:tc>\(inner)</w:tc></w:tr>
            <w:tr><w:trPr><w:del/></w:trPr>\(cell("gone"))\(cell("gone"))</w:tr></w:tbl>
            <w:tbl><w:tr>\(cell("A frame around text"))</w:tr></w:tbl>
            """
        #expect(try read(.word(body)).map(\.answer) == ["Wide\nWood | oil\nWood | a | b\n\nA frame around text"])
    }

    @Test func questionsMarkedByWords() throws {
        let body =
            ["Q1: Where are you?", "A: In Bergen.", "By the harbour.", "Question 2. Since when?", "Answer: 1998."]
            .map { paragraph($0) }.joined() + "<w:p><w:r><w:t>问题三：远吗？</w:t><w:br/><w:t>答：不远。</w:t></w:r></w:p>"
        let read = try read(.word(body))
        #expect(read.map(\.question) == ["Where are you?", "Since when?", "远吗？"])
        #expect(read.map(\.answer) == ["In Bergen.\nBy the harbour.", "1998.", "不远。"])
    }

    @Test func anAnswerKeepsItsListAndTableAndEndsWhereSomethingElseBegins() throws {
        func table(_ rows: [String]...) -> String {
            let cells = rows.map { row in
                "<w:tr>" + row.map { "<w:tc>\(paragraph($0))</w:tc>" }.joined() + "</w:tr>"
            }
            return "<w:tbl>\(cells.joined())</w:tbl>"
        }
        let item = "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>"
        let numbering = """
            <w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
            <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
            """
        let body =
            paragraph("Q: What does it need?") + paragraph("A: Little:") + paragraph("soap", item)
            + table(["Soda", "two spoons"], ["Time", "an hour"])
            + table(["Question", "Answer"], ["Is it loud?", "No."])
            + paragraph("Q: Is it heavy?") + paragraph("A: Yes.") + paragraph("Care", "<w:outlineLvl w:val=\"0\"/>")
            + paragraph("Keep it dry.") + table(["Part", "Price"], ["Lid", "9 euros"])
        let read = try read(.word(body, numbering: numbering))
        #expect(read.map(\.question) == ["What does it need?", "Is it loud?", "Is it heavy?", "Care"])
        #expect(
            read.map(\.answer) == [
                "Little:\n- soap\nSoda | two spoons\nTime | an hour", "No.", "Yes.",
                "Keep it dry.\n\nPart | Price\nLid | 9 euros",
            ])
    }

    @Test func longSectionsAreCutAndTablesBetweenRows() throws {
        let sentences = (1...60).map { "Sentence number \($0) tells something about the shop." }.joined(separator: " ")
        let read = try read(.word(paragraph(sentences)))
        #expect(read.count > 1)
        #expect(Set(read.map(\.question)) == ["handbook"])
        let rows = (1...70).map { row in
            "<w:tr>" + ["Part \(row)", "costs \(row) euros"].map { "<w:tc>\(paragraph($0))</w:tc>" }.joined()
                + "</w:tr>"
        }
        let table = try self.read(.word("<w:tbl>\(rows.joined())</w:tbl>"))
        #expect(table.count == 2)
        #expect(table.allSatisfy { $0.answer.hasPrefix("Part 1 | costs 1 euros\n") })
        #expect(table.last?.answer.hasSuffix("Part 70 | costs 70 euros") == true)
    }

    @Test func theLanguageInTheNameAndTheSameAgain() throws {
        let data = TestArchive.word(paragraph("Soft cloth.")).data
        let read = try SourceReader.read(data, named: "care.de.docx", columns: [:]).records
        #expect(read.map(\.question) == ["care"])
        #expect(read.map(\.language?.rawValue) == ["de"])
        let bot = try TemporaryFolder()
        let sources = try TemporaryFolder()
        let url = sources.url.appending(path: "care.de.docx")
        try data.write(to: url)
        let store = try Store(folder: bot.url.appending(path: ".frontdesk"))
        #expect(try ImportFixture.importFile(url, into: bot.url, store).added == 1)
        #expect(try ImportFixture.importFile(url, into: bot.url, store).unchanged == 1)
    }
}
