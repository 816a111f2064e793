internal import Foundation

extension SourceReader {
    /// Reads a document of an office program or the web; nil for what is plain text.
    static func document(
        _ data: Data, _ ending: String, named name: String, _ columns: [String: String]
    ) throws -> SourceRecords? {
        switch ending {
        case "xlsx", "xlsm": try SpreadsheetSource.read(data, file: name, columns: columns)
        case "docx", "docm": try DocumentSections.records(of: WordDocument.read(data, file: name))
        case "html", "htm": try DocumentSections.records(of: WebPage.read(data, file: name))
        case "zip": try project(inArchive: data, named: name).read()
        default: nil
        }
    }
}
