/// Bars over ranges of one axis: a histogram, or several above one another with heights of their own.
package struct BarPlot: Plot {
    package struct Bar: Sendable, Hashable {
        let range: ClosedRange<Double>
        let value: Double
        /// Where the true value lies, as far as so few messages tell.
        let interval: ClosedRange<Double>?
        /// What the reader sees who points at it.
        let note: String

        package init(_ range: ClosedRange<Double>, _ value: Double, interval: ClosedRange<Double>? = nil, note: String)
        {
            self.range = range
            self.value = value
            self.interval = interval
            self.note = note
        }
    }

    package struct Panel: Sendable, Hashable {
        let name: String
        let tone: PlotTone
        let y: PlotAxis
        let bars: [Bar]

        package init(_ name: String, _ tone: PlotTone, y: PlotAxis, _ bars: [Bar]) {
            self.name = name
            self.tone = tone
            self.y = y
            self.bars = bars
        }
    }

    package let title: String
    package let summary: String
    private let x: PlotAxis
    private let panels: [Panel]
    /// A value of `x` that matters, with its name.
    private let mark: (value: Double, name: String)?
    /// Whether a line shows where height and place are the same.
    private let hasDiagonal: Bool

    private static let panelTop = 30.0
    private static let foot = 48.0
    private static let gap = 16.0

    package init(
        _ title: String, summary: String, x: PlotAxis, _ panels: [Panel], mark: (value: Double, name: String)? = nil,
        hasDiagonal: Bool = false
    ) {
        self.title = title
        self.summary = summary
        self.x = x
        self.panels = panels
        self.mark = mark
        self.hasDiagonal = hasDiagonal
    }

    package var size: PlotSize {
        let gaps = Double(panels.count - 1) * Self.gap
        return PlotSize(
            width: 520, height: Double(panels.count) * (Self.panelTop + panelHeight) + gaps + Self.foot)
    }

    private var panelHeight: Double { panels.count > 1 ? 106 : 224 }

    package var drawing: Markup {
        Markup(panels.indices.map(draw))
    }

    private func draw(_ index: Int) -> Markup {
        let panel = panels[index]
        let top = Double(index) * (Self.panelTop + panelHeight + Self.gap) + Self.panelTop
        let area = PlotArea(x: x, y: panel.y, left: 56, top: top, width: 444, height: panelHeight)
        let name: Markup = """
            <rect class="key" x="8" y="\(top - 24)" width="10" height="10"/>\
            <text class="axis-title" x="24" y="\(top - 15)">\(panel.name)</text>
            """
        let bars = Markup(panel.bars.map { draw($0, in: area) })
        var parts: [Markup] = [name, area.grid, bars, area.foot(isLast: index == panels.count - 1)]
        if hasDiagonal {
            parts.append(
                "<line class=\"mark\" x1=\"\(area.left)\" y1=\"\(area.bottom)\" x2=\"\(area.right)\" y2=\"\(area.top)\"/>"
            )
        }
        if let mark { parts.append(area.mark(at: mark.value, index == 0 ? mark.name : nil)) }
        return "<g class=\"\(panel.tone.rawValue)\">\n\(Markup(parts))\n</g>"
    }

    private func draw(_ bar: Bar, in area: PlotArea) -> Markup {
        let (left, right) = (area.x(bar.range.lowerBound) + 1, area.x(bar.range.upperBound) - 1)
        // A single message among hundreds still shows.
        let height = bar.value > 0 ? max(area.bottom - area.y(bar.value), 2) : 0
        let body: Markup = """
            <rect class="\(bar.interval == nil ? "bar" : "bar pale")" x="\(left)" y="\(area.bottom - height)" \
            width="\(right - left)" height="\(height)"><title>\(bar.note)</title></rect>
            """
        guard let interval = bar.interval else { return body }
        let (middle, low, high) = ((left + right) / 2, area.y(interval.lowerBound), area.y(interval.upperBound))
        return body
            + """
            <path class="whisker" d="M\(middle) \(low)V\(high)M\(middle - 4) \(low)h8M\(middle - 4) \(high)h8"/>
            """
    }
}
