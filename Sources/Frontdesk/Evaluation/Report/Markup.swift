internal import Foundation

/// HTML or SVG source; text that is interpolated is escaped, so that nothing a customer wrote becomes markup.
///
/// It is well-formed XML as well as HTML: elements without content end in `/>`.
package struct Markup: Sendable, Hashable, ExpressibleByStringInterpolation {
    package private(set) var source: String

    package init(stringLiteral source: String) {
        self.source = source
    }

    package init(stringInterpolation: StringInterpolation) {
        source = stringInterpolation.source
    }

    /// Markup one after another.
    init(_ parts: [Markup], separator: String = "\n") {
        source = parts.map(\.source).joined(separator: separator)
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var source = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            source.reserveCapacity(literalCapacity)
        }

        package mutating func appendLiteral(_ literal: String) {
            source += literal
        }

        package mutating func appendInterpolation(_ text: String) {
            source += Markup.escaped(text)
        }

        package mutating func appendInterpolation(_ markup: Markup) {
            source += markup.source
        }

        package mutating func appendInterpolation(_ number: Int) {
            source += String(number)
        }

        /// A coordinate or length, to a tenth.
        package mutating func appendInterpolation(_ length: Double) {
            let tenths = (length * 10).rounded()
            let isWhole = tenths.truncatingRemainder(dividingBy: 10) == 0
            source += String(format: isWhole ? "%.0f" : "%.1f", tenths == 0 ? 0 : tenths / 10)
        }
    }

    static func + (first: Markup, second: Markup) -> Markup {
        Markup([first, second], separator: "")
    }

    /// Text as element content or attribute value; control characters, which XML forbids, become their pictures.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x26: escaped += "&amp;"
            case 0x3C: escaped += "&lt;"
            case 0x3E: escaped += "&gt;"
            case 0x22: escaped += "&quot;"
            case 0x27: escaped += "&#39;"
            case 0x09, 0x0A: escaped.unicodeScalars.append(scalar)
            case 0..<0x20: escaped.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
            case 0x7F: escaped += "\u{2421}"
            case 0x80...0x9F, 0xFFFE...0xFFFF: escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
