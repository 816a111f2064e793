internal import Foundation

extension KnowledgeRecord {
    /// The records of a table whose first row names the columns, and all bad rows.
    static func table(
        _ table: DelimitedText, columns: (DelimitedText.Row, DelimitedText) throws -> KnowledgeColumns
    ) throws -> SourceRecords {
        guard let header = table.rows.first else { return SourceRecords() }
        let columns = try columns(header, table)
        var read = SourceRecords()
        for row in table.rows.dropFirst() {
            let record = try read.problems.collect { try KnowledgeRecord(row, of: header.count, columns, table) }
            if let record { read.records.append(record) }
        }
        return read
    }

    private init(
        _ row: DelimitedText.Row, of width: Int, _ columns: KnowledgeColumns, _ table: DelimitedText
    ) throws {
        let place = table.location(of: row[0])
        guard row.count == width else {
            throw BotError(
                .badData, at: place, "the row has \(row.count) fields where the header has \(width)",
                mend: "Put fields that hold a separator in quotes")
        }
        func field(_ name: String) -> (text: String, location: SourceLocation)? {
            guard let index = columns.indices[name], let text = Self.trimmed(row[index].text) else { return nil }
            return (text, table.location(of: row[index]))
        }
        guard let question = field("question") else {
            throw BotError(.badData, at: place, "the row has no question", mend: "Fill it in, or delete the row")
        }
        var errors = BotErrors()
        self.init(question: question.text, location: place)
        id = field("id")?.text
        category = field("category")?.text
        answer = field("answer")?.text ?? ""
        source = field("source")?.text
        aliases = Self.aliases(in: field("aliases")?.text ?? "")
        if let code = field("language") {
            language = try errors.collect { try Self.language(code.text, at: code.location) }
        }
        if let day = field("valid_until") {
            validUntil = try errors.collect { try Self.day(day.text, at: day.location) }
        }
        if let word = field("status") {
            let value = SourceValue(.text(word.text, .plain), at: word.location)
            status = try errors.collect { try value.choice("'status'", of: KnowledgeEntry.Status.self) } ?? .draft
        }
        try errors.throwIfAny()
    }
}
