/// A value out of a YAML or JSON file, with the place it stands at, so that every complaint names it.
package struct SourceValue: Sendable, Hashable {
    /// How a text is written, which decides whether `null` or `5` may be meant.
    package enum Style: Sendable, Hashable {
        case plain, quoted
        /// A literal or folded YAML block: its text begins on the line below `location`.
        case block
    }

    package enum Content: Sendable, Hashable {
        case null
        case text(String, Style)
        case list([SourceValue])
        case map(SourceMap)
    }

    package let content: Content
    package let location: SourceLocation

    package init(_ content: Content, at location: SourceLocation) {
        self.content = content
        self.location = location
    }
}

extension SourceValue {
    /// True for `null`, `~` and nothing at all.
    package var isNull: Bool { content == .null }

    /// The text or number as it is written; nil for a list, a map or null.
    package var text: String? {
        if case .text(let text, _) = content { text } else { nil }
    }

    /// The text; `what` names the value in the error ("the question").
    package func string(_ what: String) throws -> String {
        guard let text else { throw error("\(what) must be a text, not \(kind)") }
        return text
    }

    /// One of a choice of words.
    package func choice<Choice: RawRepresentable & CaseIterable>(_ what: String, of: Choice.Type) throws -> Choice
    where Choice.RawValue == String {
        let text = try string(what)
        guard let choice = Choice(rawValue: text) else {
            throw error(
                "\(what) cannot be '\(text)'",
                mend: Suggestion.mend(for: text, among: Choice.allCases.map(\.rawValue)))
        }
        return choice
    }

    /// A whole number.
    package func integer(_ what: String) throws -> Int {
        guard let text, let number = Int(text) else { throw error("\(what) must be a whole number, not \(kind)") }
        return number
    }

    /// A finite number.
    package func number(_ what: String) throws -> Double {
        guard let text, let number = Double(text), number.isFinite else {
            throw error("\(what) must be a number, not \(kind)")
        }
        return number
    }

    /// The items of a list.
    package func list(_ what: String) throws -> [SourceValue] {
        guard case .list(let values) = content else { throw error("\(what) must be a list, not \(kind)") }
        return values
    }

    /// The keys and values of a map.
    package func map(_ what: String) throws -> SourceMap {
        guard case .map(let map) = content else { throw error("\(what) must have keys and values, not be \(kind)") }
        return map
    }

    /// A complaint about this value.
    package func error(_ problem: String, mend: String? = nil) -> BotError {
        BotError(.badData, at: location, problem, mend: mend)
    }

    /// What the value is, for messages; its text is not shown, as it may be a customer's.
    package var kind: String {
        switch content {
        case .null: "nothing"
        case .text: "a text"
        case .list: "a list"
        case .map: "keys and values"
        }
    }
}

/// The keys and values of a YAML or JSON map, in the order of the file; no key stands twice.
package struct SourceMap: Sendable, Hashable {
    package struct Item: Sendable, Hashable {
        package let key: String
        package let keyLocation: SourceLocation
        package let value: SourceValue
    }

    package let items: [Item]
    package let location: SourceLocation

    /// Throws where a key stands twice.
    package init(_ items: [Item], at location: SourceLocation) throws {
        var seen = Set<String>()
        for item in items where !seen.insert(item.key).inserted {
            throw BotError(
                .badData, at: item.keyLocation, "the key '\(item.key)' stands twice", mend: "Keep one of them")
        }
        self.items = items
        self.location = location
    }

    /// A key's value; nil where the key is missing or its value is null.
    package subscript(_ key: String) -> SourceValue? {
        items.first { $0.key == key }.map(\.value).flatMap { $0.isNull ? nil : $0 }
    }

    /// A key's value, or an error at the key's place, where it is missing at the map's.
    package func required(_ key: String) throws -> SourceValue {
        guard let item = items.first(where: { $0.key == key }) else {
            throw BotError(.badData, at: location, "the key '\(key)' is missing", mend: "Add '\(key): …'")
        }
        guard !item.value.isNull else {
            throw BotError(.badData, at: item.keyLocation, "the key '\(key)' has no value", mend: "Write one behind it")
        }
        return item.value
    }

    /// One error for each key that is not known, with the nearest known one.
    package func unknownKeys(besides known: [String]) -> [BotError] {
        items.filter { !known.contains($0.key) }.map { item in
            BotError(
                .badData, at: item.keyLocation, "unknown key '\(item.key)'",
                mend: Suggestion.mend(for: item.key, among: known))
        }
    }

    /// Throws where a key is not known.
    package func allow(_ known: [String]) throws {
        try BotErrors(unknownKeys(besides: known)).throwIfAny()
    }
}
