internal import Foundation

/// The rows of a table, from delimited text or a spreadsheet; after an error the row below comes next.
protocol SourceRows {
    mutating func next() throws -> DelimitedText.Row?
    /// The fields of the last row; where that could not be read, those that are known.
    var fields: DelimitedText.Row { get }
}

extension DelimitedReader: SourceRows {}

/// Reads the rows of a table of any kind, whose columns have their usual names, other names, or none.
struct SourceTable {
    let file: String
    /// Field to the column's name, or to its number where the table has no names.
    let mapping: [String: String]

    /// The records of the rows that are right, the others as problems, and what was assumed.
    func records(of rows: some SourceRows) throws -> SourceRecords {
        var rows = rows
        var read = SourceRecords()
        guard let layout = try layout(of: rows, &read) else { return read }
        if let header = layout.headerLine {
            while let row = try next(&rows, &read), row.first?.line != header {}
        }
        while let row = try next(&rows, &read) {
            guard row.contains(where: { !$0.text.isBlank }) else { continue }
            let record = try read.problems.collect { try self.record(row, layout) }
            if let record { read.records.append(record) }
        }
        return read
    }

    /// The next row that can be read; nil at the end.
    private func next(_ rows: inout some SourceRows, _ read: inout SourceRecords) throws -> DelimitedText.Row? {
        while true {
            var row: DelimitedText.Row?
            guard try read.problems.collect({ row = try rows.next() }) == nil else { return row }
        }
    }

    private func record(_ row: DelimitedText.Row, _ layout: TableLayout) throws -> KnowledgeRecord {
        var row = row
        var more: [String] = []
        if row.count > layout.width {
            // Some programs write an alias a field, below one name, and spreadsheets write empty fields behind the last.
            let surplus = row[layout.width...].filter { !$0.text.isBlank }
            if layout.endsWithAliases || surplus.isEmpty {
                more = surplus.flatMap { KnowledgeRecord.aliases(in: SpreadsheetField.restored($0.text)) }
                row.removeSubrange(layout.width...)
            }
        }
        try KnowledgeRecord.assertWidth(row, layout.width, file)
        var record = try KnowledgeRecord(row, layout.columns, file: file)
        record.aliases = (record.aliases + more).filter { $0 != record.question }
        return record
    }
}

extension SourceTable {
    /// How many rows are looked at where the columns have no names.
    private static let sample = 200

    /// How far down the names of the columns may stand, below a title.
    private static let deepestHeader = 5

    /// Nil for a table without rows.
    private func layout(of rows: some SourceRows, _ read: inout SourceRecords) throws -> TableLayout? {
        var rows = rows
        // What is wrong among these is told when all rows are read.
        var (above, ignored) = (SourceRecords(), SourceRecords())
        guard let first = try next(&rows, &above) else {
            try above.problems.throwIfAny()
            return nil
        }
        if let numbers = columnNumbers(besides: first) {
            return try TableLayout(numbers: numbers, first: first, in: file)
        }
        var sample = [first]
        while sample.count < Self.sample, let row = try next(&rows, &ignored) { sample.append(row) }
        if let header = sample.prefix(Self.deepestHeader).firstIndex(where: namesQuestion) {
            if header > 0 { read.notes.append("left out: what stands above the names of the columns") }
            return try layout(below: sample[header], &read)
        }
        // What cannot be read may be the names.
        try above.problems.throwIfAny()
        let hasNames = first.contains { FieldNames.isKnown($0.text) }
        guard mapping.isEmpty, !hasNames, TableLayout.looksLikeData(first) else {
            return try layout(below: first, &read)
        }
        let layout = try TableLayout(guessedFrom: sample, in: file)
        read.notes.append(layout.note)
        return layout
    }

    private func namesQuestion(_ row: DelimitedText.Row) -> Bool {
        row.count > 1 && FieldNames.fields(of: row.map(\.text), mapping: mapping).contains("question")
    }

    /// The layout of a table by the row that names its columns.
    private func layout(below header: DelimitedText.Row, _ read: inout SourceRecords) throws -> TableLayout {
        let names = header.map(\.text)
        let place = SourceLocation(file: file, line: header.first?.line)
        try FieldNames.assert(mapping, namesSomeOf: names, at: place)
        let fields = FieldNames.fields(of: names, mapping: mapping)
        let unused = zip(names, fields).filter { $1 == nil && !$0.isBlank }.map { "'\($0.0.trimmed)'" }
        if !unused.isEmpty, fields.contains("question") {
            read.notes.append(
                "left out: \(unused.count == 1 ? "the column" : "the columns") " + unused.joined(separator: ", "))
        }
        return try TableLayout(fields: fields, header: header, in: file)
    }

    /// The mapping as numbers of columns, from 1, where it names columns that the first row does not.
    private func columnNumbers(besides first: DelimitedText.Row) -> [String: Int]? {
        let names = Set(first.map { FieldNames.folded($0.text) })
        let numbers = mapping.compactMapValues { names.contains(FieldNames.folded($0)) ? nil : Int($0) }
        return numbers.count == mapping.count && !numbers.isEmpty ? numbers : nil
    }
}
