/// A picture of figures, drawn as inline SVG.
package protocol Plot: Sendable {
    /// What it shows, in a few words.
    var title: String { get }
    /// How to read it, in a sentence.
    var summary: String { get }
    var size: PlotSize { get }
    /// What stands within the `svg` element.
    var drawing: Markup { get }
}

/// Width and height in pixels of CSS.
package struct PlotSize: Sendable, Hashable {
    let width: Double
    let height: Double
}

/// A colour of the page's palette, which colour-blind readers tell apart (Okabe and Ito, 2008).
package enum PlotTone: String, Sendable {
    /// Blue: what is right, or in scope.
    case good
    /// Vermilion: what is wrong, or out of scope.
    case bad
    /// Grey: what others are compared with.
    case quiet
}

extension Plot {
    var svg: Markup {
        """
        <svg viewBox="0 0 \(size.width) \(size.height)" style="max-width:\(size.width)px" role="img" \
        aria-label="\(title)"><title>\(title)</title><desc>\(summary)</desc>
        \(drawing)
        </svg>
        """
    }
}

/// The place within a picture where values are drawn.
struct PlotArea {
    let x: PlotAxis
    let y: PlotAxis
    let left: Double
    let top: Double
    let width: Double
    let height: Double

    var right: Double { left + width }
    var bottom: Double { top + height }

    func x(_ value: Double) -> Double { left + width * Self.part(value, of: x.range) }
    func y(_ value: Double) -> Double { bottom - height * Self.part(value, of: y.range) }

    private static func part(_ value: Double, of range: ClosedRange<Double>) -> Double {
        let span = range.upperBound - range.lowerBound
        return span > 0 ? min(max((value - range.lowerBound) / span, 0), 1) : 0.5
    }

    /// Lines across at the ticks of `y`, with their labels.
    var grid: Markup {
        Markup(
            y.ticks.map { tick in
                """
                <line class="grid" x1="\(left)" x2="\(right)" y1="\(y(tick))" y2="\(y(tick))"/>\
                <text x="\(left - 8)" y="\(y(tick) + 4)" text-anchor="end">\(y.label(tick))</text>
                """
            })
    }

    /// The line at the foot, and the ticks of `x`; labels and the title where nothing stands below.
    func foot(isLast: Bool) -> Markup {
        let line: Markup = "<line class=\"axis\" x1=\"\(left)\" x2=\"\(right)\" y1=\"\(bottom)\" y2=\"\(bottom)\"/>"
        let ticks = x.ticks.map { tick -> Markup in
            "<line class=\"axis\" x1=\"\(x(tick))\" x2=\"\(x(tick))\" y1=\"\(bottom)\" y2=\"\(bottom + 4)\"/>"
        }
        guard isLast else { return Markup([line] + ticks) }
        let labels = x.ticks.map { tick -> Markup in
            "<text x=\"\(x(tick))\" y=\"\(bottom + 18)\" text-anchor=\"middle\">\(x.label(tick))</text>"
        }
        let title: Markup =
            "<text class=\"axis-title\" x=\"\(left + width / 2)\" y=\"\(bottom + 38)\" text-anchor=\"middle\">\(x.title)</text>"
        return Markup([line] + ticks + labels + [title])
    }

    /// A dashed line across the area at a value of `x`, with its name on the side where there is room.
    func mark(at value: Double, _ name: String?) -> Markup {
        let place = x(value)
        let line: Markup = "<line class=\"mark\" x1=\"\(place)\" x2=\"\(place)\" y1=\"\(top)\" y2=\"\(bottom)\"/>"
        guard let name else { return line }
        let isLeft = place + 6 + PlotText.width(name) > right
        return line
            + "<text class=\"halo\" x=\"\(place + (isLeft ? -6 : 6))\" y=\"\(top + 11)\" text-anchor=\"\(isLeft ? "end" : "start")\">\(name)</text>"
    }
}

/// How wide text will be, as far as that can be told without its font.
enum PlotText {
    /// At 12 pixels; wide characters such as Chinese ones take a whole square.
    static func width(_ text: String) -> Double {
        text.unicodeScalars.reduce(0) { $0 + ($1.value < 0x2E80 ? 6.8 : 12) }
    }

    /// The beginning that fits, with `…` for what was cut.
    static func fitting(_ text: String, width limit: Double) -> String {
        guard width(text) > limit else { return text }
        var used = 12.0
        let kept = text.prefix { character in
            used += width(String(character))
            return used <= limit
        }
        return kept + "…"
    }
}
