internal import Foundation

/// Reads one sheet of a workbook, cell by cell; only the cells' texts are kept.
struct SheetReader {
    private let reader: MarkupReader
    private let workbook: Workbook
    private let place: SourceLocation
    private(set) var rows: [SpreadsheetRow] = []
    /// How many formulas have no value, as programs leave them that write files without computing.
    private(set) var uncomputed = 0
    private var merged: [MergedCells] = []
    private var isInOrder = true
    private var lastNumber = 0

    /// Reads all rows; cells that are merged downwards all get their first one's text.
    init(_ reader: MarkupReader, of workbook: Workbook) throws {
        self.reader = reader
        self.workbook = workbook
        place = SourceLocation(file: workbook.file)
        while let event = try reader.next() {
            guard event == .start else { continue }
            switch reader.name {
            case "row": try readRow()
            case "mergeCell":
                if let cells = reader.attributes()["ref"].flatMap(MergedCells.init) { merged.append(cells) }
            default: break
            }
        }
        if !isInOrder { rows.sort { $0.number < $1.number } }
        try fillMerged()
    }

    private mutating func readRow() throws {
        let number = try number(of: reader.attributes()["r"])
        if number <= lastNumber { isInOrder = false }
        lastNumber = number
        var row = SpreadsheetRow(number: number)
        var column = 0
        while let event = try reader.next(), !(event == .end && reader.name == "row") {
            guard event == .start, reader.name == "c" else { continue }
            let attributes = reader.attributes()
            column = try self.column(of: attributes["r"], after: column)
            let text = try value(style: attributes["s"], type: attributes["t"] ?? "n")
            guard !text.isBlank else { continue }
            let cell = SpreadsheetRow.Cell(column: column, text: text)
            if attributes["t"] == "e" { row.failure = row.failure ?? cell } else { row.cells.append(cell) }
        }
        if !row.cells.isEmpty || row.failure != nil { rows.append(row) }
    }

    private func number(of reference: String?) throws -> Int {
        guard let reference else { return lastNumber + 1 }
        guard let number = Int(reference), 1...CellPlace.mostRows ~= number else {
            throw error("a row has the number '\(reference)'")
        }
        return number
    }

    private func column(of reference: String?, after last: Int) throws -> Int {
        guard let reference else { return last + 1 }
        guard let place = CellPlace(reference), place.column > last else {
            throw error("a cell stands at '\(reference)', where none can")
        }
        guard place.column <= CellPlace.mostColumns else {
            throw error("the table is wider than \(CellPlace.mostColumns) columns")
        }
        return place.column
    }

    /// The text of the cell that began just now, up to its end.
    private mutating func value(style: String?, type: String) throws -> String {
        var raw = ""
        var inline: String?
        var hasFormula = false
        var isValue = false
        while let event = try reader.next(), !(event == .end && reader.name == "c") {
            switch event {
            case .start:
                isValue = reader.name == "v"
                if reader.name == "f" { hasFormula = true }
                if reader.name == "is" { inline = try SharedStrings.text(reader, until: "is") }
            case .text: if isValue { raw += reader.text }
            case .end: isValue = false
            }
        }
        if hasFormula, raw.isEmpty { uncomputed += 1 }
        return try inline ?? text(raw, style: style, type: type)
    }

    private func text(_ raw: String, style: String?, type: String) throws -> String {
        guard !raw.isEmpty else { return "" }
        switch type {
        case "s":
            guard let index = Int(raw.trimmed), workbook.strings.texts.indices ~= index else {
                throw error("a cell names the shared text \(raw.prefix(12)), which there is not")
            }
            return workbook.strings.texts[index]
        case "b": return raw == "1" || raw == "true" ? "TRUE" : "FALSE"
        case "d": return raw.hasSuffix("T00:00:00") ? String(raw.prefix { $0 != "T" }) : raw
        case "n": return SpreadsheetNumber.text(raw, workbook.styles[style], from1904: workbook.countsFrom1904)
        default: return SharedStrings.plain(raw)
        }
    }

    private func error(_ problem: String) -> BotError {
        BotError(.badData, at: place, problem, mend: "Save the workbook again with the program that made it")
    }
}

extension SheetReader {
    /// How many rows the merged cells of a sheet may cover together.
    private static let mostFilled = 4_000_000

    private mutating func fillMerged() throws {
        var covered = 0
        for cells in merged {
            guard let first = rows.firstIndex(from: cells.rows.lowerBound), rows[first].number == cells.rows.lowerBound,
                let text = rows[first].cells.first(where: { $0.column == cells.column })?.text
            else { continue }
            for index in rows[first...].indices.dropFirst() {
                guard rows[index].number <= cells.rows.upperBound else { break }
                covered += 1
                guard covered <= Self.mostFilled else {
                    throw error("the merged cells of the sheet lie one over another")
                }
                rows[index].fill(SpreadsheetRow.Cell(column: cells.column, text: text))
            }
        }
    }
}

extension SpreadsheetRow {
    fileprivate mutating func fill(_ cell: Cell) {
        let index = cells.firstIndex { $0.column >= cell.column } ?? cells.endIndex
        guard index == cells.endIndex || cells[index].column > cell.column else { return }
        cells.insert(cell, at: index)
    }
}

extension [SpreadsheetRow] {
    /// The first row of that number or a later one, in rows that stand in order.
    fileprivate func firstIndex(from number: Int) -> Int? {
        var range = indices
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = self[middle].number < number ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound < endIndex ? range.lowerBound : nil
    }
}
