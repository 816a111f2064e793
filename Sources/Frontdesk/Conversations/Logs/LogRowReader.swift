/// Reads the rows of a table of turns.
struct LogRowReader {
    let file: String
    let columns: LogColumns
    /// What each word in the speaker's column stands for: few words come again and again.
    private var speakers: [String: Turn.Speaker] = [:]

    init(file: String, columns: LogColumns) {
        self.file = file
        self.columns = columns
    }

    private static let feedback: [String: Turn.Feedback] = [
        "good": .good, "bad": .bad, "positive": .good, "negative": .bad, "好评": .good, "差评": .bad, "满意": .good,
        "不满意": .bad, "赞": .good, "踩": .bad,
    ]

    /// Takes in the turn of a row; empty rows are none.
    mutating func take(_ row: DelimitedText.Row, into output: LogOutput) throws {
        guard row.contains(where: { !$0.text.isBlank }) else { return }
        do {
            let row = try fitted(row)
            let conversation = try conversation(row)
            if let turn = try turn(row) { try output.take(turn, of: conversation) } else { output.skipWithoutText() }
        } catch {
            spoil(row, in: output)
            throw error
        }
    }

    /// Leaves out the conversation of a row that is wrong, which may have too few fields to tell it.
    func spoil(_ row: DelimitedText.Row, in output: LogOutput) {
        if let id = value("conversation", row) { output.spoil(id.text) }
    }

    /// Spreadsheets write empty fields behind the last column.
    private func fitted(_ row: DelimitedText.Row) throws -> DelimitedText.Row {
        let surplus = row.dropFirst(columns.width)
        let row = surplus.allSatisfy { $0.text.isBlank } ? Array(row.prefix(columns.width)) : row
        try KnowledgeRecord.assertWidth(row, columns.width, file)
        return row
    }

    private func conversation(_ row: DelimitedText.Row) throws -> ReadConversation {
        guard let id = value("conversation", row) else {
            throw BotError(
                .badData, at: row.first?.location(in: file), "the row names no conversation",
                mend: "Fill it in, or delete the row")
        }
        var conversation = ReadConversation(id: id.text, location: row[0].location(in: file))
        conversation.customer = value("customer", row)?.text
        conversation.channel = value("channel", row)?.text
        conversation.language = value("language", row)?.text
        conversation.outcome = value("outcome", row)?.text
        conversation.extra = try object("conversation_extra", row)
        return conversation
    }

    /// Nil for a row without text.
    private mutating func turn(_ row: DelimitedText.Row) throws -> ReadTurn? {
        guard let index = columns.indices["text"], !row[index].text.isBlank else { return nil }
        let speaker = try speaker(of: row)
        let intent = value("intent", row)
        return ReadTurn(
            speaker: speaker, text: SpreadsheetField.restored(row[index].text),
            time: try source("time", row)?.logTime(),
            intent: intent?.text, route: value("route", row)?.text, answerID: value("answer_id", row)?.text,
            confidence: try source("confidence", row)?.number("the confidence"), model: value("model", row)?.text,
            feedback: try feedback(row), extra: try object("extra", row),
            location: (intent ?? row[0]).location(in: file))
    }

    private mutating func speaker(of row: DelimitedText.Row) throws -> Turn.Speaker {
        guard let field = value("speaker", row) else {
            throw BotError(
                .badData, at: row[0].location(in: file), "the row names no speaker", mend: "Fill it in")
        }
        if let known = speakers[field.text] { return known }
        guard let speaker = SpeakerWords.speaker(field.text) else {
            throw BotError(
                .badData, at: field.location(in: file), "'\(field.text)' is no known speaker",
                mend: "Known are \(SpeakerWords.list)")
        }
        speakers[field.text] = speaker
        return speaker
    }

    private func feedback(_ row: DelimitedText.Row) throws -> Turn.Feedback? {
        guard let field = value("feedback", row) else { return nil }
        guard let feedback = Self.feedback[field.text.lowercased()] else {
            throw BotError(
                .badData, at: field.location(in: file), "the feedback cannot be '\(field.text)'",
                mend: "Write good or bad, 好评 or 差评")
        }
        return feedback
    }

    /// A field that holds something, without white space at its ends; nil for none.
    private func value(_ field: String, _ row: DelimitedText.Row) -> DelimitedText.Field? {
        guard let index = columns.indices[field], index < row.count, !row[index].text.isBlank else { return nil }
        let found = row[index]
        return DelimitedText.Field(
            text: SpreadsheetField.restored(found.text).trimmed, line: found.line, column: found.column)
    }

    private func source(_ field: String, _ row: DelimitedText.Row) -> SourceValue? {
        value(field, row).map { SourceValue(.text($0.text, .plain), at: $0.location(in: file)) }
    }

    /// A JSON object in a field, as `export logs` writes what has no column.
    private func object(_ name: String, _ row: DelimitedText.Row) throws -> String? {
        guard let field = value(name, row) else { return nil }
        do {
            let map = try SourceValue.json(field.text[...], file: file, line: field.line).map("'\(name)'")
            return map.rest(besides: [])
        } catch is BotError {
            throw BotError(
                .badData, at: field.location(in: file), "'\(name)' must be a JSON object", mend: "Leave it empty")
        }
    }
}
