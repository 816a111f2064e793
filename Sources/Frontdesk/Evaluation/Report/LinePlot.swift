/// One or more lines over a common axis.
package struct LinePlot: Plot {
    /// Points that belong together, from left to right.
    package struct Series: Sendable, Hashable {
        package struct Point: Sendable, Hashable {
            let x: Double
            let y: Double

            package init(_ x: Double, _ y: Double) {
                self.x = x
                self.y = y
            }
        }

        let name: String
        let tone: PlotTone
        let isDashed: Bool
        let points: [Point]

        /// A line; points that are no numbers are left out.
        package init(_ name: String, _ tone: PlotTone, isDashed: Bool = false, _ points: [Point]) {
            self.name = name
            self.tone = tone
            self.isDashed = isDashed
            self.points = points.filter { $0.x.isFinite && $0.y.isFinite }
        }
    }

    /// A value of `x` at which something happened.
    package struct Mark: Sendable, Hashable {
        package let value: Double
        let name: String

        package init(_ value: Double, _ name: String) {
            self.value = value
            self.name = name
        }
    }

    package let title: String
    package let summary: String
    private let x: PlotAxis
    private let y: PlotAxis
    private let series: [Series]
    private let marks: [Mark]

    /// So many points are few enough for a dot each.
    private static let fewPoints = 30

    package init(
        _ title: String, summary: String, x: PlotAxis, y: PlotAxis, _ series: [Series], marks: [Mark] = []
    ) {
        self.title = title
        self.summary = summary
        self.x = x
        self.y = y
        self.series = series
        self.marks = marks
    }

    package var size: PlotSize { PlotSize(width: 520, height: hasLegend ? 322 : 300) }

    private var hasLegend: Bool { series.count > 1 }

    private var area: PlotArea {
        let top = hasLegend ? 50.0 : 28
        return PlotArea(x: x, y: y, left: 56, top: top, width: 444, height: size.height - top - 48)
    }

    package var drawing: Markup {
        let legend = hasLegend ? [legend] : []
        return Markup(legend + [yTitle, area.grid, area.foot(isLast: true)] + marks.map(mark) + series.map(line))
    }

    private func mark(_ mark: Mark) -> Markup { area.mark(at: mark.value, mark.name) }

    private var yTitle: Markup {
        "<text class=\"axis-title\" x=\"\(8)\" y=\"\(area.top - 14)\">\(y.title)</text>"
    }

    private var legend: Markup {
        var left = 8.0
        return Markup(
            series.map { series in
                defer { left += 46 + PlotText.width(series.name) }
                return """
                    <g class="\(series.tone.rawValue)"><line class="curve\(series.isDashed ? " dashed" : "")" \
                    x1="\(left)" x2="\(left + 22)" y1="12" y2="12"/>\
                    <text x="\(left + 28)" y="16">\(series.name)</text></g>
                    """
            })
    }

    private func line(_ series: Series) -> Markup {
        let places = series.points.map { (area.x($0.x), area.y($0.y)) }
        let path = Markup(places.map { "\($0),\($1)" as Markup }, separator: " ")
        let line: Markup =
            "<polyline class=\"curve\(series.isDashed ? " dashed" : "")\" points=\"\(path)\"/>"
        guard !series.isDashed, series.points.count <= Self.fewPoints else {
            return "<g class=\"\(series.tone.rawValue)\">\(line)</g>"
        }
        let dots = zip(series.points, places).map { point, place -> Markup in
            """
            <circle class="dot" cx="\(place.0)" cy="\(place.1)" r="3">\
            <title>\(series.name): \(PlotNumber.of(point.y, y.unit)) at \(PlotNumber.of(point.x, x.unit))</title></circle>
            """
        }
        return "<g class=\"\(series.tone.rawValue)\">\(line)\(Markup(dots))</g>"
    }
}
