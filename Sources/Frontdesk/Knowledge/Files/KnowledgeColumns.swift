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
        let place = SourceLocation(file: table.file, line: header.first?.line)
        let names = try fields(of: header.map(\.text), mapping: mapping, at: place)
        return try KnowledgeColumns(names: names, in: table, header: header)
    }

    /// The field that each name stands for: by the mapping (field to name), else by usual names; nil for none.
    static func fields(of names: [String], mapping: [String: String], at place: SourceLocation) throws -> [String?] {
        let folded = names.map(folded)
        for (field, column) in mapping.sorted(by: { $0.key < $1.key }) where !folded.contains(Self.folded(column)) {
            throw BotError(
                .usage, at: place, "there is no '\(column)' to take '\(field)' from",
                mend: Suggestion.mend(for: column, among: names))
        }
        let mapped = Dictionary(
            mapping.map { (Self.folded($0.value), $0.key) }, uniquingKeysWith: { first, _ in first })
        return folded.map { name in
            if let field = mapped[name] { return field }
            let field = usualNames.first { $0.value.contains(name) }?.key
            return field.flatMap { mapping[$0] == nil ? $0 : nil }
        }
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
