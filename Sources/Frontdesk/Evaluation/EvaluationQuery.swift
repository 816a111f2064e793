/// A query with the knowledge entries that answer it, for measuring the search by itself.
package struct EvaluationQuery: Sendable, Hashable {
    package let text: String
    /// The ids of the entries that are right, each as good as the others.
    package let relevant: Set<String>
    package let location: SourceLocation

    /// Whether a file's lines are queries and not messages; its first line tells.
    package static func areIn(_ text: String) -> Bool {
        guard let line = text.lines.first(where: { !$0.isBlank }) else { return false }
        do {
            guard case .map(let map) = try SourceValue.json(line, file: "").content else { return false }
            return map.items.contains { $0.key == "query" }
        } catch {
            return false  // What is no JSON is told by whoever reads the lines.
        }
    }

    /// Reads JSON lines of `{"query", "relevant": [ids]}`; at least one entry must be relevant.
    package static func read(_ text: String, named name: String) throws -> [EvaluationQuery] {
        let mend = #"Write {"query": "…", "relevant": ["ID", …]}"#
        return try SourceValue.jsonLines(text, file: name, of: "a query", keys: ["query", "relevant"], mend: mend) {
            line, location in
            let text = try line.required("query").quotedText("the query")
            let relevant = try line.required("relevant")
            let ids = try relevant.list("the relevant ids").map { try $0.quotedText("the id") }
            guard !ids.isEmpty else { throw relevant.error("no entry is relevant to this query", mend: mend) }
            return EvaluationQuery(text: text, relevant: Set(ids), location: location)
        }
    }
}

extension EvaluationQuery {
    /// The endings of tables of queries.
    package static let tableEndings = ["csv", "tsv"]

    /// Usual names of the columns of a table of queries, folded to lower case.
    private static let queryColumns: Set<String> = ["query", "question", "问题"]
    private static let relevantColumns: Set<String> = ["relevant", "id", "编号"]

    /// Whether a table is one to test with; so is one of labelled messages, which `read` refuses.
    package static func areIn(_ table: DelimitedText) -> Bool {
        hasColumns(table) || EvaluationMessage.areIn(table)
    }

    /// Whether a table has the columns of queries and of ids.
    static func hasColumns(_ table: DelimitedText) -> Bool {
        let header = header(of: table)
        return header.contains(where: queryColumns.contains) && header.contains(where: relevantColumns.contains)
    }

    private static func header(of table: DelimitedText) -> [String] {
        (table.rows.first ?? []).map { $0.text.trimmed.lowercased() }
    }

    /// Reads a table with a column of queries and one of ids; `|` stands between several ids of one query.
    package static func read(_ table: DelimitedText) throws -> [EvaluationQuery] {
        try EvaluationMessage.assertNoneIn(table)
        let (text, ids) = try columns(of: table)
        var errors = BotErrors()
        let queries = try table.rows.dropFirst().compactMap { row in
            try errors.collect { try query(row, text, ids, in: table) }
        }
        try errors.throwIfAny()
        return queries
    }

    private static func columns(of table: DelimitedText) throws -> (text: Int, ids: Int) {
        let header = header(of: table)
        func column(_ names: Set<String>, _ what: String, _ name: String) throws -> Int {
            if let index = header.firstIndex(where: names.contains) { return index }
            throw BotError(
                .badData, at: SourceLocation(file: table.file, line: 1), "no column holds \(what)",
                mend: "Name it '\(name)'")
        }
        return (
            try column(queryColumns, "the queries", "query"),
            try column(relevantColumns, "the ids of the entries that answer them", "relevant")
        )
    }

    private static func query(
        _ row: DelimitedText.Row, _ text: Int, _ ids: Int, in table: DelimitedText
    ) throws -> EvaluationQuery {
        let place = row.first.map(table.location) ?? SourceLocation(file: table.file)
        func field(_ column: Int) -> String { column < row.count ? row[column].text.trimmed : "" }
        let relevant = field(ids).split(separator: "|").map(\.trimmed).filter { !$0.isEmpty }
        guard !field(text).isEmpty else {
            throw BotError(.badData, at: place, "the row has no query", mend: "Fill it in, or delete the row")
        }
        guard !relevant.isEmpty else {
            throw BotError(
                .badData, at: place, "no entry is relevant to this query",
                mend: "Name its id, or several with '|' between them")
        }
        return EvaluationQuery(text: field(text), relevant: Set(relevant), location: place)
    }
}
