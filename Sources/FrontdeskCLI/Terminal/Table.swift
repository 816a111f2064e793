/// Rows in aligned columns, as wide as a terminal counts them; one column gives way where the line is too long.
package struct Table {
    package enum Alignment: Sendable {
        case left, right
    }

    package struct Column: Sendable {
        let alignment: Alignment
        let shrinks: Bool

        /// A column; of those that shrink, each keeps at least twelve columns.
        package init(_ alignment: Alignment = .left, shrinks: Bool = false) {
            self.alignment = alignment
            self.shrinks = shrinks
        }
    }

    package struct Cell: ExpressibleByStringInterpolation, Sendable {
        let text: String
        let style: StyledText.Style?

        /// A cell; line breaks in it become spaces.
        package init(_ text: String, _ style: StyledText.Style? = nil) {
            self.text = VisibleText.of(text).split(whereSeparator: \.isNewline).joined(separator: " ")
            self.style = style
        }

        package init(stringLiteral text: String) {
            self.init(text)
        }

        /// What a customer wrote, or its beginning: where no terminal is, nothing else keeps a row short.
        package static func words(_ text: String) -> Cell {
            Cell(DisplayWidth.truncate(text, to: mostColumns))
        }

        private static let mostColumns = 160
    }

    private let columns: [Column]
    private let indent: Int
    private static let gap = 2
    private static let narrowest = 12
    package var rows: [[Cell]] = []

    package init(_ columns: [Column], indent: Int = 0) {
        self.columns = columns
        self.indent = indent
    }

    /// The lines of the table, none wider than `limit` where shrinking can help it.
    package func lines(limit: Int = .max) -> [StyledText] {
        let widths = widths(limit: limit)
        return rows.map { row in
            let last = row.lastIndex { !$0.text.isEmpty } ?? 0
            var line = StyledText(String(repeating: " ", count: indent))
            for (index, cell) in row.enumerated() where index <= last {
                if index > 0 { line += StyledText(String(repeating: " ", count: Self.gap)) }
                line += padded(cell, to: widths[index], columns[index].alignment, isLast: index == last)
            }
            return line
        }
    }

    private func padded(_ cell: Cell, to width: Int, _ alignment: Alignment, isLast: Bool) -> StyledText {
        let text = DisplayWidth.truncate(cell.text, to: width)
        let padding = StyledText(String(repeating: " ", count: max(0, width - DisplayWidth.of(text))))
        let styled = StyledText(text, cell.style)
        switch alignment {
        case .right: return padding + styled
        case .left: return isLast ? styled : styled + padding
        }
    }

    private func widths(limit: Int) -> [Int] {
        var widths = columns.indices.map { index in
            rows.lazy.compactMap { $0.count > index ? DisplayWidth.of($0[index].text) : nil }.max() ?? 0
        }
        let used = widths.filter { $0 > 0 }.count
        var excess = indent + widths.reduce(0, +) + Self.gap * max(0, used - 1)
        guard excess > limit else { return widths }
        excess -= limit
        while excess > 0 {
            let widest = columns.indices.filter { columns[$0].shrinks && widths[$0] > Self.narrowest }
                .max { widths[$0] < widths[$1] }
            guard let widest else { break }
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }
}
