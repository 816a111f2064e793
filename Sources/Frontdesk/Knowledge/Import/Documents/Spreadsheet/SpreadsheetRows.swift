internal import Foundation

/// The rows of a sheet as those of a table, from the row that names its columns on.
struct SpreadsheetRows: SourceRows {
    /// How far down the names of the columns may stand, below a title or an introduction.
    private static let deepestHeader = 10

    /// Whether a row names a question, by its usual names or the mapping.
    let namesFields: Bool
    private let file: String
    private let rows: ArraySlice<SpreadsheetRow>
    private let columns: ClosedRange<Int>
    /// Whether more aliases stand behind the last column that has a name; notes in the margin are none.
    private let endsWithAliases: Bool
    private var position: Int
    /// The fields of the last row; where a formula in it failed, those with a value.
    private(set) var fields: DelimitedText.Row = []

    /// `mapping` is of fields to the names of columns.
    init(_ rows: [SpreadsheetRow], mapping: [String: String], file: String) {
        func fields(_ names: [String]) -> [String?] { FieldNames.fields(of: names, mapping: mapping) }
        self.init(
            rows, file: file, isHeader: { fields($0).contains("question") },
            endsWithAliases: { fields($0).last == "aliases" })
    }

    /// `isHeader` knows the row that names the columns, `endsWithAliases` whether more of the last one may follow.
    init(
        _ rows: [SpreadsheetRow], file: String, isHeader: ([String]) -> Bool,
        endsWithAliases: ([String]) -> Bool = { _ in false }
    ) {
        self.file = file
        func names(_ row: SpreadsheetRow) -> [String] { row.cells.map(\.text) }
        let header = rows.prefix(Self.deepestHeader).firstIndex { isHeader(names($0)) }
        namesFields = header != nil
        self.rows = rows[(header ?? 0)...]
        position = header ?? 0
        let first = self.rows.lazy.compactMap { $0.cells.first?.column }.min() ?? 1
        let last = self.rows.prefix(header == nil ? rows.count : 1).compactMap { $0.cells.last?.column }.max() ?? 1
        columns = first...max(first, last)
        self.endsWithAliases = header.map { endsWithAliases(names(rows[$0])) } ?? false
    }

    /// The next row, as wide as the first one unless it holds more aliases.
    mutating func next() throws -> DelimitedText.Row? {
        guard position < rows.endIndex else { return nil }
        let row = rows[position]
        position += 1
        fields = fields(of: row)
        if let failure = row.failure {
            throw BotError(
                .badData, at: SourceLocation(file: file, line: row.number, column: failure.column),
                "a formula gives \(failure.text)", mend: "Mend it in the workbook")
        }
        return fields
    }

    private func fields(of row: SpreadsheetRow) -> DelimitedText.Row {
        var fields = columns.map { DelimitedText.Field(text: "", line: row.number, column: $0) }
        for cell in row.cells {
            let field = DelimitedText.Field(text: cell.text, line: row.number, column: cell.column)
            if columns.contains(cell.column) {
                fields[cell.column - columns.lowerBound] = field
            } else if endsWithAliases {
                fields.append(field)
            }
        }
        return fields
    }
}
