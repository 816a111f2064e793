internal import Foundation

/// Where the fields of entries stand in a table.
struct TableLayout {
    let columns: KnowledgeColumns
    let width: Int
    /// The line of the row that names the columns, where there is one.
    let headerLine: Int?
    /// What was assumed of a table without names.
    let note: String

    /// Fields behind the last column are more aliases.
    var endsWithAliases: Bool { columns.indices["aliases"]?.contains(width - 1) == true }

    /// A table whose first row names its columns.
    init(fields: [String?], header: DelimitedText.Row, in file: String) throws {
        columns = try KnowledgeColumns(fields: fields, header: header, in: file)
        width = header.count
        headerLine = header.first?.line
        note = ""
    }

    /// A table without names, whose columns' numbers (from 1) are given.
    init(numbers: [String: Int], first: DelimitedText.Row, in file: String) throws {
        for (field, number) in numbers.sorted(by: { $0.key < $1.key }) where !(1...first.count ~= number) {
            throw BotError(
                .usage, at: first[0].location(in: file), "there is no column \(number) to take '\(field)' from",
                mend: "The first row has \(first.count)")
        }
        try self.init(unnamed: first, in: file) { index in numbers.first { $0.value == index + 1 }?.key }
    }

    /// A table without names: question and answer, and perhaps aliases or a category.
    init(guessedFrom rows: [DelimitedText.Row], in file: String) throws {
        let first = rows[0]
        let third =
            first.count > 2 ? Self.thirdColumn(rows.compactMap { $0.count > 2 ? $0[2].text.trimmed : nil }) : nil
        try self.init(unnamed: first, in: file) { index in
            switch index {
            case 0: first.count > 1 ? "question" : nil
            case 1: "answer"
            case 2: third
            default: nil
            }
        }
    }

    private init(
        unnamed first: DelimitedText.Row, in file: String, _ field: (Int) -> String?
    ) throws {
        let fields = first.indices.map(field)
        columns = try KnowledgeColumns(fields: fields, header: first, in: file)
        width = first.count
        headerLine = nil
        let known = fields.enumerated().compactMap { index, field in field.map { "column \(index + 1) as \($0)" } }
        let unused = fields.indices.filter { fields[$0] == nil }.map { "column \($0 + 1)" }
        note =
            "the first row names no columns: read " + known.joined(separator: ", ")
            + (unused.isEmpty ? "" : "; left out: " + unused.joined(separator: ", "))
    }

    /// Aliases where bars or line ends divide them, a category where few short words come again and again.
    private static func thirdColumn(_ values: [String]) -> String? {
        let filled = values.filter { !$0.isEmpty }
        guard !filled.isEmpty else { return nil }
        if filled.contains(where: { KnowledgeRecord.aliases(in: $0).count > 1 }) { return "aliases" }
        let areShort = filled.allSatisfy { $0.count <= 20 }
        return areShort && filled.count >= 4 && Set(filled).count * 2 <= filled.count ? "category" : nil
    }

    /// Whether a row holds sentences, as no names of columns do.
    static func looksLikeData(_ row: DelimitedText.Row) -> Bool {
        row.contains { field in
            let text = field.text.trimmed
            return text.count > 40 || text.hasSuffix(".") || text.contains(/[,;?!，。；？！、\n]|怎么|如何|怎样|为什么|多少|吗$/)
                || text.contains(
                    /(?i)^(?:how|what|when|where|why|who|which|can|could|do|does|is|are|will|should|may)\s/)
        }
    }
}
