/// Rows of comma- or tab-separated text, read strictly (RFC 4180), each field with the place it begins at.
package struct DelimitedText: Sendable {
    package enum Separator: UInt8, Sendable, CaseIterable {
        case comma = 0x2C
        case tab = 0x09
        /// What spreadsheets write where a comma stands in numbers.
        case semicolon = 0x3B
    }

    package struct Field: Sendable, Hashable {
        package let text: String
        package let line: Int
        package let column: Int

        /// Where the field begins.
        package func location(in file: String) -> SourceLocation {
            SourceLocation(file: file, line: line, column: column)
        }
    }

    package typealias Row = [Field]

    package let file: String
    package let rows: [Row]

    /// Reads all rows; blank lines between them are skipped. Throws at the first quote that does not belong.
    package init(_ text: String, file: String, separator: Separator) throws {
        try self.init(DelimitedReader(text, file: file, separator: separator))
    }

    /// All rows that a reader has yet to read.
    init(_ reader: DelimitedReader) throws {
        var reader = reader
        var rows: [Row] = []
        while let row = try reader.next() { rows.append(row) }
        file = reader.file
        self.rows = rows
    }

    /// Where a field begins.
    package func location(of field: Field) -> SourceLocation {
        field.location(in: file)
    }
}

extension DelimitedText {
    /// Fields as one line of CSV: quoted where a separator, quote or line end makes it needed.
    package static func line(_ fields: [String]) -> String {
        fields.map { field in
            let needsQuotes = field.unicodeScalars.contains { ",\"\n\r".unicodeScalars.contains($0) }
            return needsQuotes ? "\"" + field.doubling("\"") + "\"" : field
        }.joined(separator: ",")
    }
}
