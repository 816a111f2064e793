extension SourceValue {
    /// Reads JSON lines of objects of one kind; each bad line is one error, all thrown together.
    ///
    /// `what` names an object in errors ("a query"), `mend` says how one is written; the place that `read` is told is the
    /// line. Data sets have keys of their own: one that is not among `keys` is wrong only where it is a slip of one of them.
    static func jsonLines<Value>(
        _ text: String, file: String, of what: String, keys: [String], mend: String,
        _ read: (SourceMap, SourceLocation) throws -> Value
    ) throws -> [Value] {
        var errors = BotErrors()
        var values: [Value] = []
        try forEachLine(in: text) { line, number in
            let value = try errors.collect {
                let object = try json(line, file: file, line: number)
                guard case .map(let map) = object.content else {
                    throw object.error("\(what) must have keys and values, not be \(object.kind)", mend: mend)
                }
                try map.assertNoSlips(of: keys)
                return try read(map, SourceLocation(file: file, line: number))
            }
            if let value { values.append(value) }
        }
        try errors.throwIfAny()
        return values
    }

    /// The text of a JSON string; `what` names the value in the error ("the question").
    func quotedText(_ what: String) throws -> String {
        guard case .text(let text, let style) = content else { return try string(what) }
        guard style != .plain else { throw error("\(what) must stand in quotes") }
        return text
    }
}

extension SourceMap {
    /// Throws where a key is probably one of those known, mistyped: one letter in four, and the right one is not there.
    func assertNoSlips(of known: [String]) throws {
        let absent = known.filter { name in !items.contains { $0.key == name } }
        var errors = BotErrors()
        for item in items where !known.contains(item.key) {
            guard let near = Suggestion.nearest(to: item.key, among: absent),
                Suggestion.distance(item.key.lowercased(), near) <= max(1, near.count / 4)
            else { continue }
            errors.append(
                BotError(
                    .badData, at: item.keyLocation, "unknown key '\(item.key)'", mend: "Did you mean '\(near)'?"))
        }
        try errors.throwIfAny()
    }
}
