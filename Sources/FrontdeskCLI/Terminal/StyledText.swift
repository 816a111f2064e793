internal import Frontdesk
@preconcurrency internal import Rainbow

/// Text for a terminal: its parts may have a style, and every part is made visible before it is shown.
///
/// Only styles put escape sequences out, so that nothing interpolated can, whoever wrote it.
package struct StyledText: ExpressibleByStringInterpolation, Sendable, Hashable {
    package enum Style: Sendable {
        case strong, faint, bot, customer, good, warning, bad
    }

    struct Part: Sendable, Hashable {
        var text: String
        var style: Style?
    }

    private(set) var parts: [Part]

    package init(_ text: String, _ style: Style? = nil) {
        parts = [Part(text: VisibleText.of(text), style: style)]
    }

    package init(stringLiteral text: String) {
        self.init(text)
    }

    package init(stringInterpolation: StringInterpolation) {
        parts = stringInterpolation.parts
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        var parts: [Part] = []

        package init(literalCapacity: Int, interpolationCount: Int) {}

        package mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { parts.append(Part(text: literal)) }
        }

        package mutating func appendInterpolation(_ value: some CustomStringConvertible, _ style: Style? = nil) {
            parts.append(Part(text: VisibleText.of(value.description), style: style))
        }

        package mutating func appendInterpolation(_ text: StyledText) {
            parts += text.parts
        }
    }

    package static func + (first: StyledText, second: StyledText) -> StyledText {
        var sum = first
        sum.parts += second.parts
        return sum
    }

    package static func += (first: inout StyledText, second: StyledText) {
        first = first + second
    }

    /// The text without styles.
    package var plain: String {
        parts.map(\.text).joined()
    }

    /// The text with the escape sequences of its styles, or without where there is no colour.
    package func rendered(inColor: Bool) -> String {
        guard inColor else { return plain }
        return parts.map { part in
            part.style.map { Self.apply($0, to: part.text) } ?? part.text
        }.joined()
    }

    private static func apply(_ style: Style, to text: String) -> String {
        switch style {
        case .strong: text.bold
        case .faint: text.dim
        case .bot: text.green.bold
        case .customer: text.cyan.bold
        case .good: text.green
        case .warning: text.yellow
        case .bad: text.red.bold
        }
    }
}
