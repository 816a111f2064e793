internal import Foundation

/// Which columns of a table hold which field of an entry.
struct KnowledgeColumns: Sendable, Hashable {
    /// Field to column numbers; only aliases may have several.
    let indices: [String: [Int]]

    /// The table's header names the fields as they are named in a knowledge file, and nothing else.
    static func strict(_ header: DelimitedText.Row, in file: String) throws -> KnowledgeColumns {
        var errors = BotErrors()
        for field in header where !KnowledgeRecord.keys.contains(field.text) {
            errors.append(
                BotError(
                    .badData, at: field.location(in: file), "unknown column '\(field.text)'",
                    mend: Suggestion.mend(for: field.text, among: KnowledgeRecord.keys)))
        }
        try errors.throwIfAny()
        let columns = try KnowledgeColumns(fields: header.map(\.text), header: header, in: file)
        if let second = columns.indices["aliases"]?.dropFirst().first {
            throw repeated("aliases", header[second], file)
        }
        return columns
    }

    /// Columns by the field that each one holds, nil for none; `header` tells the places of what is wrong.
    init(fields: [String?], header: DelimitedText.Row, in file: String) throws {
        var indices: [String: [Int]] = [:]
        for (index, field) in fields.enumerated() {
            guard let field else { continue }
            if field != "aliases", indices[field] != nil { throw Self.repeated(field, header[index], file) }
            indices[field, default: []].append(index)
        }
        guard indices["question"] != nil else {
            throw BotError(
                .badData, at: SourceLocation(file: file, line: header.first?.line),
                "no column holds the questions",
                mend: "Name it 'question', or say which it is with --columns question=…; question=1 is the first of a "
                    + "table without names")
        }
        self.indices = indices
    }

    private static func repeated(_ field: String, _ name: DelimitedText.Field, _ file: String) -> BotError {
        BotError(
            .badData, at: name.location(in: file), "a second column for '\(field)'",
            mend: "Name the right one with --columns \(field)=…")
    }
}
