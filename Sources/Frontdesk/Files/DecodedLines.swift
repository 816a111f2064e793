internal import Foundation

/// JSON lines of labelled messages or queries.
enum DecodedLines {
    /// A value for each line that is not blank; every line that cannot be decoded is an error with `problem` and `mend`.
    static func read<Line: Decodable, Value>(
        _ text: String, named name: String, _ problem: String, mend: String,
        _ value: (Line, SourceLocation) throws -> Value
    ) throws -> [Value] {
        let decoder = JSONDecoder()
        var errors = BotErrors()
        var values: [Value] = []
        for (index, line) in text.lines.enumerated() where !line.isBlank {
            let location = SourceLocation(file: name, line: index + 1)
            let read = try errors.collect {
                do {
                    return try value(decoder.decode(Line.self, from: Data(line.utf8)), location)
                } catch is DecodingError {
                    throw BotError(.badData, at: location, problem, mend: mend)
                }
            }
            if let read { values.append(read) }
        }
        try errors.throwIfAny()
        return values
    }

    /// Whether the first line holds a query, and not a message.
    static func areQueries(_ text: String) -> Bool {
        guard let line = text.lines.first(where: { !$0.isBlank }) else { return false }
        do {
            return try JSONDecoder().decode([String: Ignored].self, from: Data(line.utf8)).keys.contains("query")
        } catch {
            return false  // What is no JSON is told by whoever reads the lines.
        }
    }

    /// Any value.
    private struct Ignored: Decodable {
        init(from decoder: any Decoder) {}
    }
}
