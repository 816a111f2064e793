internal import Foundation

/// A piece of a document in reading order, whatever format it came from.
enum DocumentBlock: Equatable {
    /// Level 0 is the document's own title, 1 the highest heading.
    case heading(level: Int, String)
    case paragraph(String)
    /// An item of a list; `marker` is `-` or a number with its dot, `level` counts from 0.
    case item(level: Int, marker: String, String)
    /// The rows of a table, cell by cell.
    case table([[String]])
    /// A question that the document itself marks as one, with its answer.
    case entry(question: String, aliases: [String] = [], answer: String)

    /// The block as people read it; a table has a row a line, its cells divided by bars.
    var text: String {
        switch self {
        case .heading(_, let text), .paragraph(let text): text
        case .item(let level, let marker, let text):
            String(repeating: "  ", count: level) + marker + " " + text
        case .table(let rows): rows.map(Self.line).joined(separator: "\n")
        case .entry(let question, _, let answer): question + "\n" + answer
        }
    }

    /// A row of a table in one line, without the empty cells at its end.
    static func line(of row: [String]) -> String {
        let end = row.lastIndex { !$0.isBlank }.map { $0 + 1 } ?? 0
        return row[..<end].map { $0.replacing("\n", with: " ") }.joined(separator: " | ")
    }
}

/// A document as its reader found it, before it is cut into passages.
struct Document {
    struct Block {
        let content: DocumentBlock
        /// Where it begins: the line of a page, the number of a paragraph.
        let line: Int
    }

    let file: String
    /// Names the text above the first heading.
    var title: String
    /// Where the document comes from, as cited to the customer.
    var source: String
    /// What the document says that it is written in.
    var language: Language?
    var blocks: [Block] = []
    var notes: [String] = []

    /// A document without blocks yet, named by its file: `returns.zh.docx` is Chinese.
    init(file: String) {
        self.file = file
        (title, language) = KnowledgeRecord.nameAndLanguage(file)
        source = file
    }

    mutating func append(_ content: DocumentBlock, line: Int) {
        blocks.append(Block(content: content, line: line))
    }
}
