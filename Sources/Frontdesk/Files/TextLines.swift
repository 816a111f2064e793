/// Lines and their ends, found by bytes: a bot's files hold thousands, and grapheme breaking takes most of reading them.
extension StringProtocol {
    /// What stands between the line feeds.
    var lines: [SubSequence] {
        var lines: [SubSequence] = []
        var start = startIndex
        while let end = utf8[start...].firstIndex(of: UInt8(ascii: "\n")) {
            lines.append(self[start..<end])
            start = utf8.index(after: end)
        }
        return lines + [self[start...]]
    }

    /// True without any character but white space.
    var isBlank: Bool { unicodeScalars.allSatisfy(\.properties.isWhitespace) }

    /// The text on one line: single blanks instead of white space, and none at its ends.
    var onOneLine: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }

    /// The text with a sign doubled wherever it stands, also below a mark that makes another character of it.
    func doubling(_ sign: Unicode.Scalar) -> String {
        var doubled = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            doubled.append(scalar)
            if scalar == sign { doubled.append(scalar) }
        }
        return String(doubled)
    }

    /// The text without white space at its ends.
    var trimmed: String {
        // Most texts begin and end with ASCII, of which a glance tells.
        let scalars = unicodeScalars
        if let first = scalars.first, let last = scalars.last, "!"..."~" ~= first, "!"..."~" ~= last {
            return String(self)
        }
        guard let start = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let end = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(self[start..<scalars.index(after: end)])
    }
}
