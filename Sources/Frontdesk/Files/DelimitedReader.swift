/// Reads delimited text row by row, so that a large table need not be held as fields.
package struct DelimitedReader: Sendable {
    private static let quote = UInt8(ascii: "\"")
    private static let newline = UInt8(ascii: "\n")

    package let file: String
    private let bytes: [UInt8]
    private let separator: UInt8
    private var position = 0
    private var line = 1
    /// A place in the line whose column is known: the line's start, or the last field's.
    private var known = (position: 0, column: 1)
    /// The fields of the last row; where that could not be read, those before what is wrong with it.
    private(set) var fields: DelimitedText.Row = []

    package init(_ text: String, file: String, separator: DelimitedText.Separator) {
        bytes = Array(text.utf8)
        self.file = file
        self.separator = separator.rawValue
    }

    /// The next row, nil at the end; blank lines are skipped. After an error the row below comes next.
    package mutating func next() throws -> DelimitedText.Row? {
        while position < bytes.count, bytes[position] == Self.newline { endLine() }
        guard position < bytes.count else { return nil }
        do {
            return try readRow()
        } catch {
            skipLine()
            throw error
        }
    }

    /// Leaves the rest of the line out.
    package mutating func skipLine() {
        position = bytes[position...].firstIndex(of: Self.newline) ?? bytes.count
        if position < bytes.count { endLine() }
    }

    private mutating func readRow() throws -> DelimitedText.Row {
        fields = []
        while true {
            let field = try readField()
            fields.append(field)
            guard position < bytes.count else { return fields }
            if bytes[position] == Self.newline {
                endLine()
                return fields
            }
            position += 1
        }
    }

    private mutating func endLine() {
        position += 1
        line += 1
        known = (position, 1)
    }

    /// Columns count Unicode scalars; of each one byte is no continuation.
    private mutating func column() -> Int {
        known.column += bytes[known.position..<position].count { $0 & 0xC0 != 0x80 }
        known.position = position
        return known.column
    }

    private mutating func readField() throws -> DelimitedText.Field {
        let start = (line: line, column: column())
        let isQuoted = position < bytes.count && bytes[position] == Self.quote
        let text = try isQuoted ? readQuoted() : readPlain()
        return DelimitedText.Field(text: text, line: start.line, column: start.column)
    }

    private mutating func readPlain() throws -> String {
        let start = position
        while position < bytes.count, bytes[position] != separator, bytes[position] != Self.newline {
            guard bytes[position] != Self.quote else {
                throw error(
                    "a quote stands inside a field without quotes",
                    mend: "Put the field in quotes and double the quote: \"\"")
            }
            position += 1
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func readQuoted() throws -> String {
        let opening = SourceLocation(file: file, line: line, column: column())
        let start = (position: position, line: line, known: known)
        var content: [UInt8] = []
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            if byte == Self.quote {
                position += 1
                guard position < bytes.count, bytes[position] == Self.quote else {
                    try expectEndOfField()
                    return String(decoding: content, as: UTF8.self)
                }
            } else if byte == Self.newline {
                line += 1
                known = (position + 1, 1)
            }
            content.append(byte)
            position += 1
        }
        // The rows below are read as if the quote were not there: it must not swallow them.
        (position, line, known) = start
        throw BotError(
            .badData, at: opening, "the quote that opens here is never closed", mend: "Close it before the next field")
    }

    private mutating func expectEndOfField() throws {
        guard position < bytes.count, bytes[position] != separator, bytes[position] != Self.newline else { return }
        throw error("text follows the closing quote of a field", mend: "Double the quotes inside the field: \"\"")
    }

    private mutating func error(_ problem: String, mend: String) -> BotError {
        BotError(.badData, at: SourceLocation(file: file, line: line, column: column()), problem, mend: mend)
    }
}
