internal import Foundation

/// Which column of a table holds which field of an entry.
struct KnowledgeColumns: Sendable, Hashable {
    /// Usual names of columns, folded to lower case.
    static let usualNames: [String: [String]] = [
        "id": ["id", "entry_id", "faq_id", "编号", "序号"],
        "question": ["question", "questions", "query", "title", "q", "问题", "标题", "标准问", "标准问题", "问"],
        "answer": ["answer", "answers", "reply", "response", "content", "a", "答案", "回复", "回答", "内容", "答"],
        "aliases": ["aliases", "alias", "similar", "similar_questions", "variants", "相似问", "相似问题", "相似问法", "别名"],
        "category": ["category", "topic", "section", "分类", "类别", "类目"],
        "language": ["language", "lang", "locale", "语言"],
        "source": ["source", "url", "link", "来源", "链接"],
        "valid_until": ["valid_until", "expires", "有效期至", "有效期"],
        "status": ["status", "状态"],
    ]

    /// Field to column number.
    let indices: [String: Int]

    /// The table's header names the fields as they are named in a knowledge file, and nothing else.
    static func strict(_ header: DelimitedText.Row, in table: DelimitedText) throws -> KnowledgeColumns {
        var errors = BotErrors()
        for field in header where !KnowledgeRecord.keys.contains(field.text) {
            errors.append(
                BotError(
                    .badData, at: table.location(of: field), "unknown column '\(field.text)'",
                    mend: Suggestion.mend(for: field.text, among: KnowledgeRecord.keys)))
        }
        try errors.throwIfAny()
        return try KnowledgeColumns(names: header.map(\.text), in: table, header: header)
    }

    /// The columns by a mapping (field to the header's name), then by usual names; others are left out.
    static func found(
        _ header: DelimitedText.Row, mapping: [String: String], in table: DelimitedText
    ) throws -> KnowledgeColumns {
        let names = header.map { folded($0.text) }
        for (field, column) in mapping.sorted(by: { $0.key < $1.key }) where !names.contains(folded(column)) {
            throw BotError(
                .usage, at: SourceLocation(file: table.file, line: header.first?.line),
                "no column '\(column)' for '\(field)'",
                mend: Suggestion.mend(for: column, among: header.map(\.text)))
        }
        let byColumn = Dictionary(mapping.map { (folded($0.value), $0.key) }, uniquingKeysWith: { first, _ in first })
        let usual = names.map { name -> String? in
            if let field = byColumn[name] { return field }
            let field = usualNames.first { $0.value.contains(name) }?.key
            return mapping[field ?? ""] == nil ? field : nil
        }
        return try KnowledgeColumns(names: usual, in: table, header: header)
    }

    private init(names: [String?], in table: DelimitedText, header: DelimitedText.Row) throws {
        var indices: [String: Int] = [:]
        for (index, name) in names.enumerated() {
            guard let name else { continue }
            guard indices.updateValue(index, forKey: name) == nil else {
                throw BotError(
                    .badData, at: table.location(of: header[index]), "a second column for '\(name)'",
                    mend: "Name the right one with --columns \(name)=…")
            }
        }
        guard indices["question"] != nil else {
            throw BotError(
                .badData, at: SourceLocation(file: table.file, line: header.first?.line),
                "no column holds the questions",
                mend: "Name it 'question', or say which it is with --columns question=…")
        }
        self.indices = indices
    }

    private static func folded(_ name: String) -> String {
        name.trimmingCharacters(in: .whitespacesAndNewlines).lowercased().replacing(" ", with: "_")
    }
}

extension KnowledgeRecord {
    /// The records of a table whose first row names the columns; all bad rows are reported together.
    static func table(
        _ table: DelimitedText, columns: (DelimitedText.Row, DelimitedText) throws -> KnowledgeColumns
    ) throws -> [KnowledgeRecord] {
        guard let header = table.rows.first else { return [] }
        let columns = try columns(header, table)
        var errors = BotErrors()
        let records = try table.rows.dropFirst().compactMap { row in
            try errors.collect { try KnowledgeRecord(row, of: header.count, columns, table) }
        }
        try errors.throwIfAny()
        return records
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
