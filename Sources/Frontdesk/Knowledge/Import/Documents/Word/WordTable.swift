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
            cells.append(continues ? above : Self.text(cell))
            cells += Array(repeating: "", count: min(max(span, 1), 64) - 1)
        }
        return cells
    }

    private static func text(_ cell: MarkupElement) -> String {
        var lines: [String] = []
        for element in cell.elements {
            switch element.name {
            case "p":
                let words = WordText(element)
                lines.append(words.text)
                lines += words.boxes.map { text($0) }
            case "tbl": lines += WordTable(element).rows.map(DocumentBlock.line)
            case "AlternateContent": lines.append(text(WordText.choice(element)))
            case "tcPr", "del", "moveFrom", "sdtPr": break
            default: lines.append(text(element))
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
