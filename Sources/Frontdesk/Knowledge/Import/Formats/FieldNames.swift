internal import Foundation

/// What other programs call the fields of an entry, in the headers of their tables and the keys of their objects.
enum FieldNames {
    /// Usual names of each field, folded; where a source has several of them, the first one counts.
    private static let usual: [String: [String]] = [
        "id": ["id", "entry id", "faq id", "uuid", "编号", "知识id", "问题id"],
        "question": [
            "question", "standard question", "main question", "questions", "query", "q", "title", "faq", "标准问",
            "标准问题", "标准问法", "标准提问", "主问题", "问题", "问题内容", "问题标题", "问句", "提问", "问", "知识标题", "标题",
        ],
        "answer": [
            "answer", "standard answer", "answers", "reply", "response", "a", "答案", "标准答案", "标准回复", "答案内容",
            "回复", "回复内容", "回答", "回答内容", "答复", "解答", "答", "content", "内容", "知识内容",
        ],
        "aliases": [
            "aliases", "alias", "similar", "similar questions", "similar question", "variants", "variant",
            "alternative questions", "alternative question", "synonyms", "indexes", "相似问", "相似问题", "相似问法",
            "相似说法", "扩展问", "扩展问题", "扩展问法", "同义问", "同义问法", "其他问法", "别名",
        ],
        "category": [
            "category", "categories", "topic", "section", "group", "分类", "类别", "类目", "目录", "知识分类", "所属分类", "问题分类",
        ],
        "language": ["language", "lang", "locale", "语言", "语种"],
        "source": ["source", "url", "link", "来源", "链接"],
        "valid_until": ["valid until", "expires", "expiry date", "有效期至", "有效期", "失效日期", "过期时间"],
        "status": ["status", "状态"],
        "is_passage": ["is passage"],
    ]
    private static let ranks: [String: (field: String, rank: Int)] = usual.reduce(into: [:]) { ranks, names in
        for (rank, name) in names.value.enumerated() { ranks[name] = (names.key, rank) }
    }

    /// The field that each name stands for: by the mapping (field to name), else by usual names; nil for none.
    ///
    /// Only `aliases` may have several names; of other fields' the most usual one counts.
    static func fields(of names: [String], mapping: [String: String]) -> [String?] {
        let folded = names.map(folded)
        let mapped = Dictionary(
            mapping.map { (Self.folded($0.value), $0.key) }, uniquingKeysWith: { first, _ in first })
        let found = folded.map { name -> (field: String, rank: Int)? in
            if let field = mapped[name] { return (field, 0) }
            return rank(of: name).flatMap { mapping[$0.field] == nil ? $0 : nil }
        }
        return ranked(pairs(found, folded))
    }

    /// Throws where a mapping names what the source does not have.
    static func assert(_ mapping: [String: String], namesSomeOf names: [String], at place: SourceLocation) throws {
        guard !mapping.isEmpty else { return }
        let folded = Set(names.map(folded))
        for (field, column) in mapping.sorted(by: { $0.key < $1.key }) where !folded.contains(Self.folded(column)) {
            throw BotError(
                .usage, at: place, "there is no '\(column)' to take '\(field)' from",
                mend: Suggestion.mend(for: column, among: names))
        }
    }

    /// Whether a name is one of a field.
    static func isKnown(_ name: String) -> Bool {
        rank(of: folded(name)) != nil
    }

    private static func rank(of name: String) -> (field: String, rank: Int)? {
        if let known = ranks[name] { return known }
        // "similar question 2", "相似问3": one column for each alias.
        guard let number = name.firstMatch(of: /[ #:]*[0-9]{1,3}$/), number.range.lowerBound > name.startIndex else {
            return nil
        }
        return ranks[String(name[..<number.range.lowerBound])].flatMap { $0.field == "aliases" ? $0 : nil }
    }

    /// In the exports of some programs `content` or `index` is the question, with the answer beside it.
    private static func pairs(
        _ found: [(field: String, rank: Int)?], _ names: [String]
    ) -> [(field: String, rank: Int)?] {
        guard !found.contains(where: { $0?.field == "question" }) else { return found }
        let contents = ["content", "内容"]
        let hasAnswer = zip(found, names).contains { $0?.field == "answer" && !contents.contains($1) }
        let questions = hasAnswer ? contents : names.contains("content") ? ["index"] : []
        return zip(found, names).map { questions.contains($1) ? ("question", 0) : $0 }
    }

    private static func ranked(_ found: [(field: String, rank: Int)?]) -> [String?] {
        let best = found.compactMap { $0 }.reduce(into: [:]) { $0[$1.field] = min($0[$1.field] ?? .max, $1.rank) }
        return found.map { name in
            name.flatMap { $0.field == "aliases" || $0.rank == best[$0.field] ? $0.field : nil }
        }
    }

    /// Lower case and half width, without what templates add: "Question*", "问题（必填）", "valid_until".
    static func folded(_ name: String) -> String {
        let halfWidth = name.precomposedStringWithCompatibilityMapping.lowercased()
        let bare = halfWidth.replacing(/\([^()]*\)|\[[^\[\]]*\]|[*:]/) { $0.output.contains(/[0-9]/) ? $0.output : "" }
        let words = bare.split { $0.isWhitespace || "_-()[]".contains($0) }
        let isChinese = bare.unicodeScalars.contains(where: \.properties.isIdeographic)
        return words.joined(separator: isChinese ? "" : " ")
    }

    /// Throws where two fields are mapped to one column, which could hold but one of them.
    static func assertDistinct(_ columns: [String: String]) throws {
        var fields: [String: String] = [:]
        for (field, column) in columns.sorted(by: { $0.key < $1.key }) {
            guard let other = fields.updateValue(field, forKey: folded(column)) else { continue }
            throw BotError(
                .usage, "'\(column)' cannot be both '\(other)' and '\(field)'", mend: "Name a column for each of them")
        }
    }
}
