/// Rows of comma- or tab-separated text, read strictly (RFC 4180), each field with the place it begins at.
package struct DelimitedText: Sendable {
    package enum Separator: UInt32, Sendable {
        case comma = 0x2C
        case tab = 0x09
        /// What spreadsheets write where a comma stands in numbers.
        case semicolon = 0x3B
    }

    package struct Field: Sendable, Hashable {
        package let text: String
        package let line: Int
        package let column: Int
    }

    package typealias Row = [Field]

    package let file: String
    package let rows: [Row]

    /// Reads all rows; blank lines between them are skipped. Throws at the first quote that does not belong.
    package init(_ text: String, file: String, separator: Separator) throws {
        var reader = DelimitedReader(text, file: file, separator: separator.rawValue)
        self.file = file
        self.rows = try reader.readRows()
    }

    /// Where a field begins.
    package func location(of field: Field) -> SourceLocation {
        SourceLocation(file: file, line: field.line, column: field.column)
    }
}

/// Walks over the scalars of a text and splits them into rows of fields.
private struct DelimitedReader {
    private static let quote: UInt32 = 0x22
    private static let newline: UInt32 = 0x0A

    private let scalars: [UInt32]
    private let file: String
    private let separator: UInt32
    private var position = 0
    private var line = 1
    private var lineStart = 0

    init(_ text: String, file: String, separator: UInt32) {
        scalars = text.unicodeScalars.map(\.value)
        self.file = file
        self.separator = separator
    }

    private var column: Int { position - lineStart + 1 }

    mutating func readRows() throws -> [DelimitedText.Row] {
        var rows: [DelimitedText.Row] = []
        while position < scalars.count {
            if scalars[position] == Self.newline {
                endLine()
            } else {
                rows.append(try readRow())
            }
        }
        return rows
    }

    private mutating func readRow() throws -> DelimitedText.Row {
        var row: DelimitedText.Row = []
        while true {
            row.append(try readField())
            guard position < scalars.count else { return row }
            if scalars[position] == Self.newline {
                endLine()
                return row
            }
            position += 1
        }
    }

    private mutating func endLine() {
        position += 1
        line += 1
        lineStart = position
    }

    private mutating func readField() throws -> DelimitedText.Field {
        let start = (line: line, column: column)
        let isQuoted = position < scalars.count && scalars[position] == Self.quote
        let text = try isQuoted ? readQuoted() : readPlain()
        return DelimitedText.Field(text: text, line: start.line, column: start.column)
    }

    private mutating func readPlain() throws -> String {
        let start = position
        while position < scalars.count, scalars[position] != separator, scalars[position] != Self.newline {
            guard scalars[position] != Self.quote else {
                throw error(
                    "a quote stands inside a field without quotes",
                    mend: "Put the field in quotes and double the quote: \"\"")
            }
            position += 1
        }
        return string(scalars[start..<position])
    }

    private mutating func readQuoted() throws -> String {
        let opening = SourceLocation(file: file, line: line, column: column)
        var content: [UInt32] = []
        position += 1
        while position < scalars.count {
            let scalar = scalars[position]
            if scalar == Self.quote {
                position += 1
                guard position < scalars.count, scalars[position] == Self.quote else {
                    try expectEndOfField()
                    return string(content[...])
                }
            } else if scalar == Self.newline {
                line += 1
                lineStart = position + 1
            }
            content.append(scalar)
            position += 1
        }
        throw BotError(
            .badData, at: opening, "the quote that opens here is never closed", mend: "Close it before the next field")
    }

    private func expectEndOfField() throws {
        guard position < scalars.count, scalars[position] != separator, scalars[position] != Self.newline else {
            return
        }
        throw error("text follows the closing quote of a field", mend: "Double the quotes inside the field: \"\"")
    }

    private func string(_ scalars: ArraySlice<UInt32>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars.lazy.compactMap(Unicode.Scalar.init))
        return String(text)
    }

    private func error(_ problem: String, mend: String) -> BotError {
        BotError(.badData, at: SourceLocation(file: file, line: line, column: column), problem, mend: mend)
    }
}

extension DelimitedText {
    /// Fields as one line of CSV: quoted where a separator, quote or line end makes it needed.
    package static func line(_ fields: [String]) -> String {
        fields.map { field in
            let needsQuotes = field.unicodeScalars.contains { ",\"\n\r".unicodeScalars.contains($0) }
            return needsQuotes ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field
        }.joined(separator: ",")
    }
}
