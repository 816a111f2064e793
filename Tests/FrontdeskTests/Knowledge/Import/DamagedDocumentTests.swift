import Foundation
import Frontdesk
import Testing

/// Documents that are cut off, tampered with, or made to harm who reads them.
@Suite struct DamagedDocumentTests {
    private let good = TestArchive.workbook(rows: [["question", "answer"], ["q", "a"]])

    private func problem(_ data: Data, _ name: String = "faq.xlsx") -> String? {
        let error = #expect(throws: BotError.self) { try SourceReader.read(data, named: name, columns: [:]) }
        #expect(error?.kind == .badData)
        #expect(error?.location?.file == name)
        #expect(error?.mend != nil)
        return error?.problem
    }

    @Test func whatIsNoArchive() {
        #expect(problem(Data()) == "the file is empty")
        #expect(problem(Data("question,answer\nq,a\n".utf8)) == "this is no ZIP archive, as .xlsx and .docx files are")
        #expect(
            problem(Data([0xD0, 0xCF, 0x11, 0xE0]) + Data(count: 600))
                == "the file is protected by a password, or of the kind that Office wrote before 2007")
    }

    @Test func anotherDocumentUnderTheName() {
        #expect(problem(good.data, "faq.docx") == "the archive holds no 'word/document.xml'")
        #expect(problem(TestArchive([("a.txt", "hello")]).data) == "the archive holds no 'xl/workbook.xml'")
    }

    @Test func everyTruncationIsOneError() throws {
        let data = try Data(contentsOf: ImportFixture.folder.appending(path: "faq.xlsx"))
        for count in stride(from: 1, to: data.count, by: 97) {
            #expect(throws: BotError.self) { try SourceReader.read(data.prefix(count), named: "a.xlsx", columns: [:]) }
        }
    }

    @Test func damagedEncryptedAndForeignArchives() {
        var archive = good
        archive.wrongChecksum = true
        #expect(problem(archive.data)?.hasSuffix("in the archive is damaged: its size or checksum is wrong") == true)
        archive = good
        archive.flags = 1
        #expect(problem(archive.data) == "'_rels/.rels' in the archive is encrypted")
        archive = good
        archive.method = 14
        #expect(problem(archive.data) == "the archive packs '_rels/.rels' by method 14, which is not read")
        archive = good
        archive.claimedSizes = ["xl/workbook.xml": .max]
        #expect(problem(archive.data) == "the archive is of the ZIP64 kind, which is not read")
        archive = good
        archive.parts.append(archive.parts[0])
        #expect(problem(archive.data) == "the archive holds '_rels/.rels' twice")
    }

    @Test func bombsAreRefusedBeforeTheyAreUnpacked() {
        var archive = good
        archive.method = 8
        archive.claimedSizes = ["xl/workbook.xml": 400 << 20]
        #expect(problem(archive.data) == "'xl/workbook.xml' unpacks to more than 250 times its size")
        archive = good
        archive.method = 8
        archive.parts += (0..<200).map { ("part\($0)", Data([0])) }
        archive.claimedSizes = archive.parts.reduce(into: [:]) { $0[$1.name] = 4 << 20 }
        #expect(problem(archive.data) == "the archive unpacks to more than 512 MiB")
        archive = TestArchive((0..<10_001).map { ("part\($0)", "") })
        #expect(problem(archive.data) == "the archive holds more than 10000 files")
    }

    @Test func moreThanWasClaimedIsDamage() throws {
        var data = try Data(contentsOf: ImportFixture.folder.appending(path: "faq.xlsx"))
        let signature = Data([0x50, 0x4B, 0x01, 0x02])
        var start = data.startIndex
        while let found = data.range(of: signature, in: start..<data.endIndex) {
            data[found.lowerBound + 24] = 1
            data[found.lowerBound + 25] = 0
            start = found.upperBound
        }
        #expect(problem(data)?.contains("is damaged") == true)
    }

    @Test func namesThatPointElsewhereHarmNothing() throws {
        var archive = good
        archive.parts.append(("../../../tmp/frontdesk-escaped", Data("x".utf8)))
        archive.parts.append(("/tmp/frontdesk-escaped", Data("x".utf8)))
        #expect(try SourceReader.read(archive.data, named: "faq.xlsx", columns: [:]).records.count == 1)
        #expect(!FileManager.default.fileExists(atPath: "/tmp/frontdesk-escaped"))
    }

    @Test func documentTypesAndEntities() {
        let laughs = (1...9).map { "<!ENTITY l\($0) \"\(String(repeating: "&l\($0 - 1);", count: 10))\">" }.joined()
        let types = [
            "<!DOCTYPE x [<!ENTITY l0 \"ha\">\(laughs)]>", "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">",
            "<!DOCTYPE x [<!ENTITY % e SYSTEM \"http://localhost:1/\"> %e;]>",
        ]
        for type in types {
            let word = TestArchive.word("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>", prologue: type)
            #expect(problem(word.data, "a.docx")?.hasPrefix("'word/document.xml', line 1, ") == true)
        }
        let entity = TestArchive.word("<w:p><w:r><w:t>&unknown;</w:t></w:r></w:p>")
        #expect(problem(entity.data, "a.docx") == "'word/document.xml', line 1, is not well-formed XML")
    }

    @Test func deepNestingIsRefused() {
        let deep = String(repeating: "<w:sdt>", count: 100_000)
        #expect(problem(TestArchive.word(deep).data, "a.docx")?.hasPrefix("'word/document.xml', line 1, ") == true)
    }

    @Test(arguments: [
        ("<row r=\"0\"><c><v>1</v></c></row>", "a row has the number '0'"),
        ("<row r=\"99999999999\"/>", "a row has the number '99999999999'"),
        ("<row><c r=\"XFD1\"><v>1</v></c></row>", "the table is wider than 1024 columns"),
        ("<row><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>", "a cell stands at 'A1', where none can"),
        ("<row><c r=\"1A\"><v>1</v></c></row>", "a cell stands at '1A', where none can"),
        ("<row><c t=\"s\"><v>7</v></c></row>", "a cell names the shared text 7, which there is not"),
        ("<row><c t=\"s\"><v>-1</v></c></row>", "a cell names the shared text -1, which there is not"),
    ])
    func cellsThatCannotBe(rows: String, expected: String) {
        #expect(problem(TestArchive.workbook([("A", "<sheetData>\(rows)</sheetData>")]).data) == expected)
    }

    @Test func mergedCellsOneOverAnother() {
        let rows = (1...3_000).map { "<row r=\"\($0)\"><c r=\"A\($0)\"><v>1</v></c></row>" }.joined()
        let merged = String(repeating: "<mergeCell ref=\"A1:A1048576\"/>", count: 3_000)
        let sheet = "<sheetData>\(rows)</sheetData><mergeCells>\(merged)</mergeCells>"
        #expect(
            problem(TestArchive.workbook([("A", sheet)]).data) == "the merged cells of the sheet lie one over another")
    }
}
