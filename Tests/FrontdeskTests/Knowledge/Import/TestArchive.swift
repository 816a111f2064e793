import Foundation

/// Builds ZIP archives as documents are, and as those who attack them do.
struct TestArchive {
    var parts: [(name: String, data: Data)]
    var flags: UInt16 = 0
    var method: UInt16 = 0
    /// What the directory says instead of the truth, by the part's name.
    var claimedSizes: [String: UInt32] = [:]
    var wrongChecksum = false

    init(_ parts: [(String, String)]) {
        self.parts = parts.map { ($0.0, Data($0.1.utf8)) }
    }

    /// A workbook of sheets, each the XML inside `<worksheet>`.
    static func workbook(
        _ sheets: [(name: String, xml: String)], shared: String = "", styles: String = "", settings: String = ""
    )
        -> TestArchive
    {
        let list = sheets.enumerated().map { "<sheet name=\"\($1.name)\" sheetId=\"\($0 + 1)\" r:id=\"r\($0 + 1)\"/>" }
        let names = sheets.indices.map { ("r\($0 + 1)", "worksheet", "worksheets/sheet\($0 + 1).xml") }
        return TestArchive(
            [
                ("_rels/.rels", relationships([("r1", "officeDocument", "xl/workbook.xml")])),
                (
                    "xl/_rels/workbook.xml.rels",
                    relationships(names + [("s", "sharedStrings", "sharedStrings.xml"), ("t", "styles", "styles.xml")])
                ),
                (
                    "xl/workbook.xml",
                    "<workbook xmlns:r=\"urn:r\">\(settings)<sheets>\(list.joined())</sheets></workbook>"
                ),
                ("xl/sharedStrings.xml", "<sst>\(shared)</sst>"),
                ("xl/styles.xml", "<styleSheet>\(styles)</styleSheet>"),
            ] + sheets.enumerated().map { ("xl/worksheets/sheet\($0 + 1).xml", "<worksheet>\($1.xml)</worksheet>") })
    }

    /// A workbook of one sheet whose cells are texts in place.
    static func workbook(rows: [[String]]) -> TestArchive {
        let xml = rows.map { row in
            "<row>" + row.map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }.joined() + "</row>"
        }
        return workbook([("Sheet1", "<sheetData>\(xml.joined())</sheetData>")])
    }

    /// A document of Word, given the XML inside `<w:body>`, of its styles and its lists.
    static func word(_ body: String, styles: String = "", numbering: String = "", prologue: String = "") -> TestArchive
    {
        let space = "xmlns:w=\"urn:w\" xmlns:mc=\"urn:mc\" xmlns:r=\"urn:r\""
        return TestArchive([
            ("_rels/.rels", relationships([("r1", "officeDocument", "word/document.xml")])),
            (
                "word/_rels/document.xml.rels",
                relationships([("r1", "styles", "styles.xml"), ("r2", "numbering", "numbering.xml")])
            ),
            ("word/document.xml", "\(prologue)<w:document \(space)><w:body>\(body)</w:body></w:document>"),
            ("word/styles.xml", "<w:styles \(space)>\(styles)</w:styles>"),
            ("word/numbering.xml", "<w:numbering \(space)>\(numbering)</w:numbering>"),
        ])
    }

    private static func relationships(_ list: [(String, String, String)]) -> String {
        let items = list.map { "<Relationship Id=\"\($0)\" Type=\"urn:relationships/\($1)\" Target=\"\($2)\"/>" }
        return "<Relationships>\(items.joined())</Relationships>"
    }

    /// The whole archive, its files stored as they are.
    var data: Data {
        var files = Data()
        var directory = Data()
        for (name, content) in parts {
            let checksum = Self.checksum(content) ^ (wrongChecksum ? 1 : 0)
            let size = UInt32(content.count)
            let sizes = little(size) + little(claimedSizes[name] ?? size)
            let middle = little(flags) + little(method) + little(UInt32(0)) + little(checksum) + sizes
            let lengths = little(UInt16(name.utf8.count)) + little(UInt16(0))
            directory += little(UInt32(0x0201_4B50)) + little(UInt16(20)) + little(UInt16(20)) + middle + lengths
            directory += Data(count: 10) + little(UInt32(files.count)) + Data(name.utf8)
            files += little(UInt32(0x0403_4B50)) + little(UInt16(20)) + middle + lengths + Data(name.utf8) + content
        }
        let count = little(UInt16(parts.count))
        let end = little(UInt32(0x0605_4B50)) + Data(count: 4) + count + count
        return files + directory + end + little(UInt32(directory.count)) + little(UInt32(files.count)) + Data(count: 2)
    }

    private func little(_ value: some FixedWidthInteger) -> Data {
        withUnsafeBytes(of: value.littleEndian) { Data($0) }
    }

    /// CRC-32 as ZIP has it.
    private static func checksum(_ data: Data) -> UInt32 {
        ~data.reduce(UInt32.max) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ $0 >> 8 }
    }

    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 0 ? value >> 1 : 0xEDB8_8320 ^ value >> 1 }
    }
}
