/// Intents as a spreadsheet's table: `intent,language,example,answer`, with an example, an answer or both in each row.
enum LabelledTable {
    private static let columns = ["intent", "language", "example", "answer"]

    /// The table's intents in order of first appearance; rows of one intent may stand anywhere.
    static func intents(in text: String, named name: String) throws -> [Intent] {
        let table = try DelimitedText(text, file: name, separator: .comma)
        guard let header = table.rows.first else { return [] }
        let indices = try columnIndices(header, table)
        var names: [String] = []
        var byName: [String: Parts] = [:]
        var errors = BotErrors()
        for row in table.rows.dropFirst() {
            _ = try errors.collect {
                try KnowledgeRecord.assertWidth(row, header.count, table.file)
                let (intent, parts) = try read(row, indices, table)
                if byName[intent] == nil { names.append(intent) }
                byName[intent, default: Parts(location: parts.location)].add(parts)
            }
        }
        try errors.throwIfAny()
        return names.compactMap { name in
            byName[name].map { Intent(name: name, examples: $0.examples, answers: $0.answers, location: $0.location) }
        }
    }

    /// What rows say of an intent.
    private struct Parts {
        var examples: [Example] = []
        var answers: [AnswerVariant] = []
        let location: SourceLocation

        init(location: SourceLocation) {
            self.location = location
        }

        mutating func add(_ other: Parts) {
            examples += other.examples
            answers += other.answers
        }
    }

    private static func read(
        _ row: DelimitedText.Row, _ indices: [String: Int], _ table: DelimitedText
    ) throws -> (intent: String, Parts) {
        func field(_ column: String) -> DelimitedText.Field? {
            indices[column].flatMap { row[$0].text.trimmed.isEmpty ? nil : row[$0] }
        }
        guard let intent = field("intent") else {
            throw BotError(
                .badData, at: row.first.map(table.location), "this row names no intent",
                mend: "Fill the column 'intent'")
        }
        let name = try IntentName.checked(intent.text.trimmed, at: table.location(of: intent))
        let language = try field("language").map { code in
            try IntentFile.language(code.text.trimmed.lowercased(), at: table.location(of: code))
        }
        var parts = Parts(location: table.location(of: intent))
        if let example = field("example") {
            parts.examples.append(try IntentFile.example(Substring(example.text), at: table.location(of: example)))
        }
        if let answer = field("answer") {
            parts.answers.append(
                AnswerVariant(
                    wording: [language ?? Language.detect(in: answer.text) ?? .english: answer.text],
                    location: table.location(of: answer)))
        }
        guard !parts.examples.isEmpty || !parts.answers.isEmpty else {
            throw BotError(
                .badData, at: table.location(of: intent), "this row has neither an example nor an answer",
                mend: "Fill one of them in, or delete the row")
        }
        return (name, parts)
    }

    private static func columnIndices(_ header: DelimitedText.Row, _ table: DelimitedText) throws -> [String: Int] {
        var indices: [String: Int] = [:]
        for (index, field) in header.enumerated() {
            let column = field.text.trimmed.lowercased()
            guard columns.contains(column) else {
                throw BotError(
                    .badData, at: table.location(of: field), "unknown column '\(field.text)'",
                    mend: Suggestion.mend(for: column, among: columns))
            }
            indices[column] = index
        }
        guard indices["intent"] != nil else {
            throw BotError(
                .badData, at: header.first.map(table.location), "the column 'intent' is missing",
                mend: "Name the columns intent,language,example,answer in the first row")
        }
        return indices
    }
}
