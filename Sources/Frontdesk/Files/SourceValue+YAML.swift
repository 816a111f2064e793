internal import Yams

extension SourceValue {
    /// Aliases may make a small file a huge one; this many values is beyond any honest file.
    private static let largestCount = 2_000_000

    /// Reads one YAML document; `file` is the path that messages show. An empty one is null.
    package static func yaml(_ text: String, file: String) throws -> SourceValue {
        do {
            let node = try Yams.Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
            var budget = largestCount
            guard let node else { return SourceValue(.null, at: SourceLocation(file: file, line: 1, column: 1)) }
            return try value(node, file, &budget)
        } catch let error as YamlError {
            throw botError(error, file)
        }
    }

    private static func value(_ node: Node, _ file: String, _ budget: inout Int) throws -> SourceValue {
        let location = SourceLocation(file: file, line: node.mark?.line, column: node.mark?.column)
        budget -= 1
        guard budget > 0 else {
            throw BotError(
                .badData, at: location, "the file unfolds to over two million values", mend: "Use no YAML aliases")
        }
        switch node {
        case .scalar(let scalar):
            return SourceValue(content(scalar), at: location)
        case .sequence(let sequence):
            return SourceValue(.list(try sequence.map { try value($0, file, &budget) }), at: location)
        case .mapping(let mapping):
            let items = try mapping.map { try item($0.key, $0.value, file, &budget) }
            return SourceValue(.map(try SourceMap(items, at: location)), at: location)
        case .alias:
            throw BotError(.badData, at: location, "a YAML alias cannot be resolved", mend: "Write the value out")
        }
    }

    private static func item(_ key: Node, _ node: Node, _ file: String, _ budget: inout Int) throws -> SourceMap.Item {
        let location = SourceLocation(file: file, line: key.mark?.line, column: key.mark?.column)
        guard case .scalar(let scalar) = key else {
            throw BotError(
                .badData, at: location, "a key must be a word", mend: "Put quotes around it if it holds '{' or '['")
        }
        return SourceMap.Item(key: scalar.string, keyLocation: location, value: try value(node, file, &budget))
    }

    private static func content(_ scalar: Node.Scalar) -> Content {
        switch scalar.style {
        case .literal, .folded: .text(scalar.string, .block)
        case .singleQuoted, .doubleQuoted: .text(scalar.string, .quoted)
        case .plain, .any:
            ["", "~", "null", "Null", "NULL"].contains(scalar.string) ? .null : .text(scalar.string, .plain)
        }
    }

    private static func botError(_ error: YamlError, _ file: String) -> BotError {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let sentence = [problem, context?.text].compactMap { $0 }.joined(separator: " ")
            return BotError(
                .badData, at: SourceLocation(file: file, line: mark.line, column: mark.column),
                "this is not valid YAML: \(sentence)",
                mend: "Check the indentation, and put quotes around texts that hold ': ' or begin with a sign")
        case .duplicatedKeysInMapping(let keys, let context):
            return BotError(
                .badData, at: SourceLocation(file: file, line: context.mark.line, column: context.mark.column),
                "the key '\(keys.first ?? "")' stands twice", mend: "Keep one of them")
        case .reader(let problem, let offset, _, let text):
            return BotError(.badData, at: place(offset, text, file), "this is not valid YAML: \(problem)")
        default:
            return BotError(.badData, at: SourceLocation(file: file), "this is not valid YAML")
        }
    }

    private static func place(_ offset: Int?, _ text: String, _ file: String) -> SourceLocation {
        guard let offset else { return SourceLocation(file: file) }
        let before = text.prefix(offset)
        let line = before.reduce(1) { $1.isNewline ? $0 + 1 : $0 }
        let column = before.reversed().prefix { !$0.isNewline }.count + 1
        return SourceLocation(file: file, line: line, column: column)
    }
}
