package import Foundation

extension SourceReader {
    /// Reads delimited text, whose separator is found out.
    static func table(
        _ text: String, named name: String, columns: [String: String], preferring preferred: DelimitedText.Separator
    ) throws -> SourceRecords {
        try SourceTable(file: name, mapping: columns)
            .records(of: DelimitedReader(foreign: text, file: name, preferring: preferred))
    }
}

extension DelimitedReader {
    /// Reads what other programs write: `sep=;` in the first line names the separator, as spreadsheets read it, else the
    /// one that fits the first rows, among which `isName` knows the names of columns.
    init(
        foreign text: String, file: String, preferring preferred: DelimitedText.Separator,
        isName: (String) -> Bool = FieldNames.isKnown
    ) {
        if let named = Self.namedSeparator(text) {
            self.init(text, file: file, separator: named)
            skipLine()
            return
        }
        let separators = [preferred] + DelimitedText.Separator.allCases.filter { $0 != preferred }
        let likely = separators.map { ($0, Self.likelihood(of: $0, in: text, isName)) }
        let best = likely.reduce(likely[0]) { $1.1 > $0.1 ? $1 : $0 }
        self.init(text, file: file, separator: best.0)
    }

    private static func namedSeparator(_ text: String) -> DelimitedText.Separator? {
        guard let match = text.prefixMatch(of: /(?i)"?sep=([,;\t])"?(?:\n|$)/), let value = match.1.utf8.first else {
            return nil
        }
        return DelimitedText.Separator(rawValue: value)
    }

    /// How well a separator explains the first rows: names of columns count most, then rows of one width.
    private static func likelihood(
        of separator: DelimitedText.Separator, in text: String, _ isName: (String) -> Bool
    ) -> Int {
        var rows = DelimitedReader(String(text.prefix(1 << 16)), file: "", separator: separator)
        var widths: [Int: Int] = [:]
        var names = 0
        for index in 0..<50 {
            do {
                guard let row = try rows.next() else { break }
                if index < 5, row.count > 1 { names = max(names, row.count { isName($0.text) }) }
                // What a space follows divides words, and not fields.
                let isTable = row.count > 1 && !row.dropFirst().contains { $0.text.hasPrefix(" ") }
                if isTable { widths[row.count, default: 0] += 1 }
            } catch {
                continue  // What is wrong is told when all rows are read.
            }
        }
        return names * 1000 + (widths.values.max() ?? 0)
    }
}

extension DelimitedText {
    /// Reads a table as `import` does, whatever its encoding and separator.
    package init(foreign data: Data, file: String) throws {
        let text = try ForeignText(data, named: file).text
        let usual: Separator = KnowledgeBase.ending(of: file) == "tsv" ? .tab : .comma
        try self.init(DelimitedReader(foreign: text, file: file, preferring: usual))
    }
}
