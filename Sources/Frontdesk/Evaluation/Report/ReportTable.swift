/// Figures in rows and columns.
package struct ReportTable: Sendable, Hashable {
    package enum Cell: Sendable, Hashable {
        case text(String)
        /// A name of the bot's files, such as an intent's.
        case name(String)
        /// What a customer wrote: the beginning of a long text.
        case words(String)
        case number(String)
        /// A share, with a bar as long as it is large.
        case share(Double)
    }

    let columns: [String]
    let rows: [[Cell]]

    /// The first cell of each row names it.
    package init(_ columns: [String], _ rows: [[Cell]]) {
        self.columns = columns
        self.rows = rows
    }

    var markup: Markup {
        let heads = columns.indices.map { index -> Markup in
            let isNumber = rows.first.map { $0[index].isNumber } ?? false
            return "<th scope=\"col\"\(isNumber ? " class=\"number\"" as Markup : "")>\(columns[index])</th>"
        }
        return """
            <div class="table"><table>
            <thead><tr>\(Markup(heads, separator: ""))</tr></thead>
            <tbody>
            \(Markup(rows.map(Self.row)))
            </tbody>
            </table></div>
            """
    }

    private static func row(_ cells: [Cell]) -> Markup {
        let others = cells.dropFirst().map { cell -> Markup in
            "<td\(cell.isNumber ? " class=\"number\"" as Markup : "")>\(cell.markup)</td>"
        }
        let first = cells.first.map { "<th scope=\"row\">\($0.markup)</th>" as Markup } ?? ""
        return "<tr>\(first)\(Markup(others, separator: ""))</tr>"
    }
}

extension ReportTable.Cell {
    fileprivate var isNumber: Bool {
        switch self {
        case .number, .share: true
        case .text, .name, .words: false
        }
    }

    fileprivate var markup: Markup {
        switch self {
        case .text(let text), .number(let text): "\(text)"
        case .name(let name): "<code>\(name)</code>"
        case .words(let text): Self.words(text)
        case .share(let share):
            "<span class=\"meter\" aria-hidden=\"true\"><span style=\"width:\(share * 100)%\"></span></span>\(Percent.of(share))"
        }
    }

    /// About 180 letters, or half as many ideographs.
    private static let widestWords = 1200.0

    /// Set apart, so that a writing direction within it ends with it.
    private static func words(_ text: String) -> Markup {
        let language = Language.detect(in: text)?.rawValue ?? "en"
        return "<bdi lang=\"\(language)\">\(PlotText.fitting(text, width: widestWords))</bdi>"
    }
}
