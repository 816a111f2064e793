internal import Foundation

/// A square of counts with the same names down and across: fuller cells hold more of their row.
package struct MatrixPlot: Plot {
    package let title: String
    package let summary: String
    private let names: [String]
    private let counts: [[Int]]
    /// What the rows and the columns are.
    private let axes: (rows: String, columns: String)

    private static let cell = 26.0
    private static let widestName = 240.0
    /// The sine and cosine of the slant of the columns' names.
    private static let slant = 0.7071

    package init(
        _ title: String, summary: String, names: [String], counts: [[Int]], rows: String, columns: String
    ) {
        precondition(names.count == counts.count && counts.allSatisfy { $0.count == names.count })
        self.title = title
        self.summary = summary
        self.names = names.map { PlotText.fitting($0, width: Self.widestName) }
        self.counts = counts
        axes = (rows, columns)
    }

    private var nameWidth: Double { names.map(PlotText.width).max() ?? 0 }
    private var left: Double { max(nameWidth, PlotText.width(axes.rows)) + 18 }
    private var top: Double { nameWidth * Self.slant + 44 }
    private var side: Double { Double(names.count) * Self.cell }

    package var size: PlotSize {
        PlotSize(width: left + side + nameWidth * Self.slant + 16, height: top + side + 6)
    }

    package var drawing: Markup {
        Markup([headings] + names.indices.map(column) + names.indices.map(row))
    }

    private var headings: Markup {
        """
        <text class="axis-title" x="\(left)" y="12">\(axes.columns) →</text>
        <text class="axis-title" x="\(left - 10)" y="\(top - 12)" text-anchor="end">\(axes.rows) ↓</text>
        """
    }

    private func column(_ index: Int) -> Markup {
        let x = left + (Double(index) + 0.5) * Self.cell
        return "<text transform=\"translate(\(x + 3) \(top - 7)) rotate(-45)\">\(names[index])</text>"
    }

    private func row(_ index: Int) -> Markup {
        let y = top + Double(index) * Self.cell
        let total = counts[index].reduce(0, +)
        let name: Markup = """
            <text x="\(left - 10)" y="\(y + Self.cell / 2 + 4)" text-anchor="end">\(names[index])</text>
            """
        return Markup([name] + counts[index].indices.map { cell(index, $0, of: total, y) })
    }

    private func cell(_ row: Int, _ column: Int, of total: Int, _ y: Double) -> Markup {
        let count = counts[row][column]
        let x = left + Double(column) * Self.cell
        let place: Markup =
            "x=\"\(x + 1)\" y=\"\(y + 1)\" width=\"\(Self.cell - 2)\" height=\"\(Self.cell - 2)\" rx=\"2\""
        let empty: Markup = "<rect class=\"empty\" \(place)/>"
        guard count > 0 else { return empty }
        let share = Double(count) / Double(max(total, 1))
        let tone: PlotTone = row == column ? .good : .bad
        let opacity = Markup(stringLiteral: String(format: "%.2f", 0.2 + 0.8 * share))
        return """
            \(empty)<g class="\(tone.rawValue)"><rect class="bar" fill-opacity="\(opacity)" \(place)>\
            <title>\(names[row]) understood as \(names[column]): \(count) of \(total)</title></rect>\
            <text class="\(share > 0.45 ? "count on" : "count")" x="\(x + Self.cell / 2)" \
            y="\(y + Self.cell / 2 + 4)" text-anchor="middle">\(count)</text></g>
            """
    }
}
