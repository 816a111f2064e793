internal import Foundation

/// A workbook of Excel, LibreOffice or WPS (`.xlsx`, `.xlsm`): its sheets, and what their cells share.
struct Workbook {
    struct Sheet {
        let name: String
        let isHidden: Bool
        let part: String
    }

    let file: String
    let sheets: [Sheet]
    let strings: SharedStrings
    let styles: SpreadsheetStyles
    /// Whether days are counted from 1904, as Excel did on old Macs.
    let countsFrom1904: Bool
    private let package: OfficePackage

    init(_ data: Data, file: String) throws {
        self.file = file
        package = try OfficePackage(data, file: file, usual: "xl/workbook.xml")
        strings = try package.reader(ofKind: "sharedStrings").map(SharedStrings.init) ?? SharedStrings()
        styles = try package.reader(ofKind: "styles").map(SpreadsheetStyles.init) ?? SpreadsheetStyles()
        var parts: [String: String] = [:]
        for relationship in try package.relationships(of: package.mainPart) where relationship.kind == "worksheet" {
            parts[relationship.id] = relationship.part
        }
        (sheets, countsFrom1904) = try Self.sheets(package, parts)
    }

    private static func sheets(
        _ package: OfficePackage, _ parts: [String: String]
    ) throws -> (sheets: [Sheet], countsFrom1904: Bool) {
        var sheets: [Sheet] = []
        var countsFrom1904 = false
        guard let reader = try package.reader(package.mainPart) else { return ([], false) }
        while let event = try reader.next() {
            guard event == .start else { continue }
            let attributes = reader.attributes()
            if reader.name == "workbookPr" { countsFrom1904 = ["1", "true", "on"].contains(attributes["date1904"]) }
            guard reader.name == "sheet", let part = attributes["id"].flatMap({ parts[$0] }) else { continue }
            let isHidden = attributes["state"].map { $0 != "visible" } ?? false
            sheets.append(Sheet(name: attributes["name"] ?? "", isHidden: isHidden, part: part))
        }
        return (sheets, countsFrom1904)
    }

    /// The rows of a sheet.
    func read(_ sheet: Sheet) throws -> SheetReader {
        guard let reader = try package.reader(sheet.part) else {
            throw BotError(
                .badData, at: SourceLocation(file: file), "the sheet '\(sheet.name)' is missing in the file",
                mend: "Save the workbook again with the program that made it")
        }
        return try SheetReader(reader, of: self)
    }
}
