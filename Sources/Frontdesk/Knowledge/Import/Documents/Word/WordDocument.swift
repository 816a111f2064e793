internal import Foundation

/// Reads a document of Word, LibreOffice or WPS (`.docx`, `.docm`): its headings, paragraphs, lists and tables.
struct WordDocument {
    private let styles: WordStyles
    private var lists: WordLists
    private var document: Document
    /// How many paragraphs were read, as the place of the next one.
    private var count = 0

    /// What a document says; what lies outside of it is never looked at.
    static func read(_ data: Data, file: String) throws -> Document {
        let package = try OfficePackage(data, file: file, usual: "word/document.xml")
        var word = try WordDocument(package)
        guard let reader = try package.reader(package.mainPart) else { return word.document }
        while let event = try reader.next() {
            guard event == .start else { continue }
            switch reader.name {
            case "p", "tbl": word.read(try reader.element())
            case "AlternateContent": word.read(try reader.element())
            case "del", "moveFrom", "sectPr", "sdtPr": try reader.skip()
            default: break
            }
        }
        return word.document
    }

    private init(_ package: OfficePackage) throws {
        document = Document(file: package.file)
        styles = try package.reader(ofKind: "styles").map(WordStyles.init) ?? WordStyles()
        lists = try package.reader(ofKind: "numbering").map(WordLists.init) ?? WordLists()
    }

    private mutating func read(_ element: MarkupElement) {
        switch element.name {
        case "p": readParagraph(element)
        case "tbl": readTable(element)
        case "AlternateContent": read(WordText.choice(element))
        case "del", "moveFrom", "sectPr", "sdtPr", "tblPr": break
        default: for child in element.elements { read(child) }
        }
    }

    private mutating func readParagraph(_ paragraph: MarkupElement) {
        count += 1
        let line = count
        let settings = paragraph["pPr"]
        let style = settings?["pStyle"]?.setting
        let words = WordText(paragraph)
        if !words.text.isEmpty, !styles.isContents(style) {
            document.append(content(words.text, settings, style), line: line)
        }
        for box in words.boxes { read(box) }
    }

    private mutating func content(_ text: String, _ settings: MarkupElement?, _ style: String?) -> DocumentBlock {
        let outline = settings?["outlineLvl"]?.setting.flatMap { Int($0) }
        let level = outline.map { $0 < 9 ? $0 + 1 : nil } ?? styles.headingLevel(style)
        if let level { return .heading(level: level, text.replacing(/\s+/, with: " ")) }
        let own = WordList(settings?["numPr"])
        let ofStyle = styles.list(style)
        let list =
            own.map { WordList(number: $0.number ?? ofStyle?.number, level: $0.level ?? ofStyle?.level) } ?? ofStyle
        if let item = lists.marker(list) { return .item(level: item.level, marker: item.marker, text) }
        return .paragraph(text)
    }

    /// A table of one column is a frame around text, and not a table.
    private mutating func readTable(_ table: MarkupElement) {
        let line = count + 1
        let rows = WordTable(table).rows
        count += max(1, rows.count)
        if rows.contains(where: { $0.count > 1 }) {
            document.append(.table(rows), line: line)
        } else {
            for row in rows where !row[0].isBlank { document.append(.paragraph(row[0]), line: line) }
        }
    }
}
