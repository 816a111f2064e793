internal import Foundation

/// Reads the questions and answers of a workbook: every sheet that names its columns as a table of knowledge does.
enum SpreadsheetSource {
    /// The records of a workbook; `columns` maps fields to the source's own names for them.
    static func read(_ data: Data, file: String, columns: [String: String]) throws -> SourceRecords {
        let workbook = try Workbook(data, file: file)
        var sheets: [(sheet: Workbook.Sheet, rows: SpreadsheetRows)] = []
        var read = SourceRecords()
        var skipped: [String] = []
        for sheet in workbook.sheets {
            guard !sheet.isHidden else {
                skipped.append("'\(sheet.name)' (hidden)")
                continue
            }
            let content = try workbook.read(sheet)
            if content.uncomputed > 0 { read.notes.append(Self.note(content.uncomputed, in: sheet)) }
            if !content.rows.isEmpty {
                sheets.append((sheet, SpreadsheetRows(content.rows, mapping: columns, file: file)))
            }
        }
        let named = sheets.filter(\.rows.namesFields)
        let chosen = named.isEmpty ? Array(sheets.prefix(1)) : named
        for (sheet, rows) in chosen {
            let isFirst = sheet.name == workbook.sheets.first?.name
            try read.add(SourceTable(file: file, mapping: columns).records(of: rows), of: isFirst ? nil : sheet.name)
        }
        let names = chosen.map(\.sheet.name)
        skipped += sheets.map(\.sheet.name).filter { !names.contains($0) }.map { "'\($0)'" }
        if names.count > 1 || !skipped.isEmpty { read.notes.append(Self.note(names, skipped)) }
        return read
    }

    private static func note(_ names: [String], _ skipped: [String]) -> String {
        let read =
            "read \(names.count == 1 ? "the sheet" : "the sheets") "
            + names.map { "'\($0)'" }.joined(separator: ", ")
        return skipped.isEmpty ? read : read + "; left out: " + skipped.joined(separator: ", ")
    }

    private static func note(_ uncomputed: Int, in sheet: Workbook.Sheet) -> String {
        "formulas without a value in the sheet '\(sheet.name)': \(uncomputed); open and save it in a spreadsheet program"
    }
}

extension SourceRecords {
    /// Takes the records of a sheet in; the problems of another than the first name it.
    fileprivate mutating func add(_ sheet: SourceRecords, of name: String?) {
        records += sheet.records
        notes += sheet.notes
        for problem in sheet.problems.errors {
            guard let name else {
                problems.append(problem)
                continue
            }
            problems.append(
                BotError(
                    problem.kind, at: problem.location, "in the sheet '\(name)', \(problem.problem)",
                    mend: problem.mend))
        }
    }
}
