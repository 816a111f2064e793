internal import Foundation

extension KnowledgeRecord {
    /// The records of a bot's own table, whose first row names the columns as a knowledge file does, and all bad rows.
    static func table(_ text: String, file: String, separator: DelimitedText.Separator) throws -> SourceRecords {
        var rows = DelimitedReader(text, file: file, separator: separator)
        guard let header = try rows.next() else { return SourceRecords() }
        let columns = try KnowledgeColumns.strict(header, in: file)
        var read = SourceRecords()
        while let row = try rows.next() {
            let record = try read.problems.collect {
                try assertWidth(row, header.count, file)
                return try KnowledgeRecord(row, columns, file: file)
            }
            if let record { read.records.append(record) }
        }
        return read
    }

    /// Throws where a row has not as many fields as the header.
    static func assertWidth(_ row: DelimitedText.Row, _ width: Int, _ file: String) throws {
        guard row.count == width else {
            throw BotError(
                .badData, at: row.first?.location(in: file),
                "the row has \(Count.of(row.count, "field")) where the header has \(width)",
                mend: row.count < width
                    ? "Fill in a separator for each field, also for empty ones"
                    : "Put fields that hold a separator in quotes")
        }
    }

    /// Reads a row, which has a field for each column.
    init(_ row: DelimitedText.Row, _ columns: KnowledgeColumns, file: String) throws {
        func fields(_ name: String) -> [(text: String, location: SourceLocation)] {
            (columns.indices[name] ?? []).compactMap { index in
                Self.trimmed(SpreadsheetField.restored(row[index].text)).map { ($0, row[index].location(in: file)) }
            }
        }
        let place = row.first?.location(in: file) ?? SourceLocation(file: file)
        guard let question = fields("question").first else {
            throw BotError(.badData, at: place, "the row has no question", mend: "Fill it in, or delete the row")
        }
        var errors = BotErrors()
        self.init(question: question.text, location: place)
        id = fields("id").first?.text
        category = fields("category").first?.text
        answer = fields("answer").first?.text ?? ""
        source = fields("source").first?.text
        aliases = fields("aliases").flatMap { Self.aliases(in: $0.text) }
        if let code = fields("language").first {
            language = try errors.collect { try Self.language(code.text, at: code.location) }
        }
        if let day = fields("valid_until").first {
            validUntil = try errors.collect { try Self.day(day.text, at: day.location) }
        }
        if let word = fields("status").first {
            let value = SourceValue(.text(word.text, .plain), at: word.location)
            status = try errors.collect { try value.choice("'status'", of: KnowledgeEntry.Status.self) } ?? .draft
        }
        if let word = fields("is_passage").first {
            let value = SourceValue(.text(word.text, .plain), at: word.location)
            isPassage = try errors.collect { try Self.isPassage(value) } ?? false
        }
        try errors.throwIfAny()
    }
}
