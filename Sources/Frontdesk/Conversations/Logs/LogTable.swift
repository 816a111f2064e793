internal import Foundation

/// A table of turns, one a row: delimited text, or the sheets of a workbook.
struct LogTable {
    let file: String
    /// Field to the column's name.
    let mapping: [String: String]

    /// How far down the names of the columns may stand, below a title.
    static let deepestHeader = 5

    /// Reads the rows below the one that names the columns.
    func read(_ rows: some SourceRows, into output: LogOutput) throws {
        var rows = rows
        guard let columns = try columns(&rows, output) else { return }
        var reader = LogRowReader(file: file, columns: columns)
        while true {
            let next = try output.collect { try rows.next() }
            guard let row = next else {
                reader.spoil(rows.fields, in: output)
                continue
            }
            guard let row else { return }
            _ = try output.collect { try reader.take(row, into: output) }
        }
    }

    /// Where the fields stand, by the first row that names those which are needed; nil for a table without rows.
    private func columns(_ rows: inout some SourceRows, _ output: LogOutput) throws -> LogColumns? {
        var first: DelimitedText.Row?
        for index in 0..<Self.deepestHeader {
            guard let row = try rows.next() else { break }
            first = first ?? row
            guard LogFields.areComplete(row.map(\.text), mapping: mapping) else { continue }
            if index > 0 { output.note("left out: what stands above the names of the columns") }
            return try columns(row, output)
        }
        return try first.map { try columns($0, output) }
    }

    private func columns(_ header: DelimitedText.Row, _ output: LogOutput) throws -> LogColumns {
        let names = header.map(\.text)
        try FieldNames.assert(mapping, namesSomeOf: names, at: SourceLocation(file: file, line: header.first?.line))
        let fields = LogFields.fields(of: names, mapping: mapping)
        let columns = try LogColumns(fields, header, file)
        let unused = zip(names, fields).filter { $1 == nil && !$0.isBlank }.map { "'\($0.0.trimmed)'" }
        if !unused.isEmpty {
            output.note(
                "left out: \(unused.count == 1 ? "the column" : "the columns") " + unused.joined(separator: ", "))
        }
        return columns
    }

    /// Reads every visible sheet that names the columns which are needed; where none does, the first one tells why.
    ///
    /// `lines` is told how many rows a sheet has, before they are read.
    func readWorkbook(_ data: Data, into output: LogOutput, lines: (Int) -> Void) throws {
        let workbook = try Workbook(data, file: file)
        var unnamed: SpreadsheetRows?
        var (read, skipped): ([String], [String]) = ([], [])
        for sheet in workbook.sheets {
            guard !sheet.isHidden else {
                skipped.append("'\(sheet.name)' (hidden)")
                continue
            }
            let rows = try workbook.read(sheet).rows
            guard let last = rows.last else { continue }
            lines(last.number)
            let table = SpreadsheetRows(rows, file: file) { names in
                LogFields.areComplete(names, mapping: mapping)
            }
            if table.namesFields {
                try self.read(table, into: output)
                read.append("'\(sheet.name)'")
            } else {
                unnamed = unnamed ?? table
                skipped.append("'\(sheet.name)'")
            }
        }
        if read.isEmpty, let unnamed { return try self.read(unnamed, into: output) }
        if !skipped.isEmpty {
            output.note(
                "left out: \(skipped.count == 1 ? "the sheet" : "the sheets") " + skipped.joined(separator: ", "))
        }
    }
}

/// Where the fields of a turn stand in a table.
struct LogColumns {
    let indices: [String: Int]
    let width: Int

    init(_ fields: [String?], _ header: DelimitedText.Row, _ file: String) throws {
        indices = fields.enumerated().reduce(into: [:]) { indices, item in
            if let field = item.element { indices[field] = item.offset }
        }
        width = header.count
        for field in LogFields.needed where indices[field] == nil {
            let mend = "Name it '\(field)', or say which it is with 'frontdesk import --logs --columns \(field)=…'"
            throw BotError(
                .badData, at: SourceLocation(file: file, line: header.first?.line), "no column holds the \(field)",
                mend: file == LogSource.unnamedTable ? mend + "; what is no table needs --name chats.txt" : mend)
        }
    }
}
