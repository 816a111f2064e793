internal import Foundation

/// The rows of a table of Word; a cell that is merged downwards has its text in each row.
struct WordTable {
    private(set) var rows: [[String]] = []

    init(_ table: MarkupElement) {
        for row in Self.all("tr", in: table) where row["trPr"]?["del"] == nil {
            let cells = read(row)
            if cells.contains(where: { !$0.isBlank }) { rows.append(cells) }
        }
    }

    private func read(_ row: MarkupElement) -> [String] {
        var cells: [String] = []
        for cell in Self.all("tc", in: row) {
            let settings = cell["tcPr"]
            // A cell over several columns stands in the first of them.
            let span = settings?["gridSpan"]?.setting.flatMap { Int($0) } ?? 1
            let merged = settings?["vMerge"]
            let continues = merged != nil && merged?.setting != "restart"
            let above = rows.last.flatMap { $0.indices ~= cells.count ? $0[cells.count] : nil } ?? ""
            cells.append(continues ? above : Self.text(of: cell.elements))
            cells += Array(repeating: "", count: min(max(span, 1), 64) - 1)
        }
        return cells
    }

    /// The text of what a cell, or a text box in it, holds: its paragraphs and tables, a line each.
    private static func text(of elements: [MarkupElement]) -> String {
        var lines: [String] = []
        for element in elements {
            switch element.name {
            case "p":
                let words = WordText(element)
                lines += [words.text, text(of: words.boxes)]
            case "tbl": lines += WordTable(element).rows.map(DocumentBlock.line)
            case "AlternateContent": lines.append(text(of: WordText.choice(element).elements))
            case "tcPr", "del", "moveFrom", "sdtPr": break
            default: lines.append(text(of: element.elements))
            }
        }
        return lines.filter { !$0.isBlank }.joined(separator: "\n")
    }

    /// The elements of a name right inside, or inside what only wraps them, such as a content control.
    private static func all(_ name: String, in element: MarkupElement) -> [MarkupElement] {
        element.elements.flatMap { child -> [MarkupElement] in
            if child.name == name { return [child] }
            return ["sdt", "sdtContent", "ins", "moveTo", "customXml"].contains(child.name) ? all(name, in: child) : []
        }
    }
}
