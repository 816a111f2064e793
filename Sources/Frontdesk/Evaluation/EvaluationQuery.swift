/// A query with the knowledge entries that answer it, for measuring the search by itself.
package struct EvaluationQuery: Sendable, Hashable {
    package let text: String
    /// The ids of the entries that are right, each as good as the others.
    package let relevant: Set<String>
    package let location: SourceLocation

    private struct Line: Decodable {
        let query: String
        let relevant: [String]
    }

    /// Whether a file's lines are queries and not messages; its first line tells.
    package static func areIn(_ text: String) -> Bool {
        DecodedLines.areQueries(text)
    }

    /// Reads JSON lines of `{"query", "relevant": [ids]}`; at least one entry must be relevant.
    package static func read(_ text: String, named name: String) throws -> [EvaluationQuery] {
        let mend = #"Write {"query": "…", "relevant": ["ID", …]} on each line"#
        return try DecodedLines.read(text, named: name, "this is no query", mend: mend) {
            (line: Line, location: SourceLocation) in
            guard !line.relevant.isEmpty else {
                throw BotError(.badData, at: location, "no entry is relevant to this query", mend: mend)
            }
            return EvaluationQuery(text: line.query, relevant: Set(line.relevant), location: location)
        }
    }
}
