/// Text from anyone, made fit for a terminal: what could move the cursor or turn the text around is shown.
///
/// Control characters appear as their pictures (`␛` for escape), bidi controls and other invisible
/// ones by their number (`<U+202E>`). Line breaks stay; a tab becomes spaces.
package enum VisibleText {
    /// The text with nothing left in it that a terminal would execute.
    package static func of(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        var visible = String.UnicodeScalarView()
        for scalar in text.replacing("\r\n", with: "\n").unicodeScalars {
            switch scalar.value {
            case 0x0A: visible.append(scalar)
            case 0x09: visible.append(contentsOf: "    ".unicodeScalars)
            case 0..<0x20: visible.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
            case 0x7F: visible.append("\u{2421}")
            default:
                if isHidden(scalar) {
                    visible.append(contentsOf: "<U+\(number(scalar))>".unicodeScalars)
                } else {
                    visible.append(scalar)
                }
            }
        }
        return String(visible)
    }

    /// JSON in which the same characters are written as `\u` escapes, so that it means the same and shows nothing else.
    package static func ofJSON(_ json: String) -> String {
        if json.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return json }
        var visible = String.UnicodeScalarView()
        for scalar in json.unicodeScalars {
            if scalar.value == 0x7F || isHidden(scalar) {
                visible.append(contentsOf: "\\u\(number(scalar))".unicodeScalars)
            } else {
                visible.append(scalar)
            }
        }
        return String(visible)
    }

    /// C1 controls, bidi controls, line and paragraph separators, annotation marks: all in the basic plane.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x80...0x9F, 0x2028, 0x2029, 0xFFF9...0xFFFB, 0xFEFF: true
        default: scalar.properties.isBidiControl
        }
    }

    private static func number(_ scalar: Unicode.Scalar) -> String {
        let hexadecimal = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - hexadecimal.count)) + hexadecimal
    }
}
