/// Reads one intent from its YAML file; every error names the place.
package struct IntentFile {
    static let keys = [
        "intent", "title", "description", "handoff", "examples", "slots", "action", "answers", "unavailable",
    ]

    private let name: String
    /// The file as it is written: YAML's values alone do not tell what was cut off, or how a block is indented.
    private let lines: [Substring]

    /// The intent that a file holds; `name` is the path that messages show.
    package static func parse(_ text: String, named name: String) throws -> Intent {
        let file = IntentFile(name: name, lines: text.lines)
        return try file.intent(try SourceValue.yaml(text, file: name))
    }

    /// The file of messages that no intent covers.
    static let outOfScopeName = "_out_of_scope.yml"

    /// The examples of messages that no intent covers.
    static func outOfScope(_ text: String, named name: String) throws -> [Example] {
        let file = IntentFile(name: name, lines: text.lines)
        let root = try SourceValue.yaml(text, file: name)
        guard !root.isNull else { return [] }
        let values = try root.map("the messages out of scope")
        try values.allow(["examples"])
        return try values["examples"].map(file.examples) ?? []
    }

    private func intent(_ root: SourceValue) throws -> Intent {
        guard !root.isNull else { throw root.error("the file is empty", mend: "Begin with 'intent: NAME'") }
        let values = try root.map("an intent")
        var errors = BotErrors(values.unknownKeys(besides: Self.keys))
        func read<Value>(_ key: String, _ parse: (SourceValue) throws -> Value) throws -> Value? {
            try values[key].flatMap { value in try errors.collect { try parse(value) } }
        }
        let name = try errors.collect { try values.required("intent") }
        let intent = Intent(
            name: try name.flatMap { name in
                try errors.collect { try IntentName.checked(name.string("the name"), at: name.location) }
            } ?? "",
            title: try read("title", Self.localized) ?? [:],
            description: try read("description") { try $0.string("the description") } ?? "",
            handoff: try read("handoff") { try $0.choice("the handoff", of: Intent.Handoff.self) },
            examples: try read("examples", examples) ?? [],
            slots: try read("slots", slots) ?? [],
            action: try read("action") { try $0.string("the action") },
            answers: try read("answers", Self.variants) ?? [],
            unavailable: try read("unavailable", Self.variants) ?? [],
            location: name?.location ?? root.location)
        try errors.throwIfAny()
        return intent
    }

    /// A wording in each language: keys and values, or one text for the language it is written in.
    static func localized(_ value: SourceValue) throws -> LocalizedText {
        if let text = value.text { return [Language.detect(in: text) ?? .english: text] }
        var wording: LocalizedText = [:]
        for item in try value.map("a wording").items {
            wording[try language(item.key, at: item.keyLocation)] = try item.value.string("the wording")
        }
        return wording
    }

    /// The language that a two-letter code names.
    static func language(_ code: String, at location: SourceLocation) throws -> Language {
        guard code.count == 2, code.allSatisfy(\.isLowercase) else {
            throw BotError(
                .badData, at: location, "'\(code)' is no language", mend: "Write its two-letter code, such as en or zh")
        }
        return Language(rawValue: code)
    }

    /// A list of interchangeable wordings.
    static func variants(_ value: SourceValue) throws -> [AnswerVariant] {
        var errors = BotErrors()
        let variants = try value.list("the variants").compactMap { item in
            try errors.collect { AnswerVariant(wording: try localized(item), location: item.location) }
        }
        try errors.throwIfAny()
        return variants
    }
}

extension IntentFile {
    /// Examples from a literal block with `- ` before each, or from a plain list.
    private func examples(_ value: SourceValue) throws -> [Example] {
        var errors = BotErrors()
        var examples: [Example] = []
        func add(_ example: () throws -> Example) throws {
            if let example = try errors.collect(example) { examples.append(example) }
        }
        if case .text(let block, .block) = value.content {
            let first = (value.location.line ?? 0) + 1
            for (index, line) in block.lines.enumerated() where !line.isBlank {
                try add { try example(line, onLine: first + index) }
            }
        } else {
            for item in try value.list("the examples") {
                try add {
                    try refuseCutLine(item)
                    return try Self.example(Substring(try item.string("an example")), at: item.location)
                }
            }
        }
        try errors.throwIfAny()
        return examples
    }

    /// An example from a line of a literal block.
    private func example(_ line: Substring, onLine number: Int) throws -> Example {
        let indent = lines[min(number, lines.count) - 1].utf8.prefix { $0 == UInt8(ascii: " ") }.count
        let location = SourceLocation(file: name, line: number, column: indent + 1)
        guard line.hasPrefix("- ") else {
            throw BotError(.badData, at: location, "an example begins with '- '", mend: "Write one example a line")
        }
        return try Self.example(line.dropFirst(2), at: location)
    }

    /// A plain YAML text ends silently at ` #`: what a customer wrote of order #10234 would be lost.
    private func refuseCutLine(_ item: SourceValue) throws {
        guard case .text(_, .plain) = item.content, let line = item.location.line, line <= lines.count,
            lines[line - 1].contains(" #")
        else { return }
        throw item.error("YAML cuts this line at ' #'", mend: "Use a literal block ('examples: |'), or single quotes")
    }

    /// Takes the marks `[value](slot)` out of an example.
    static func example(_ line: Substring, at location: SourceLocation) throws -> Example {
        let (text, entities) = line.utf8.contains(UInt8(ascii: "[")) ? marked(line) : (String(line), [])
        let trimmed = text.trimmed
        try assertText(trimmed, at: location)
        return Example(text: trimmed, entities: entities, location: location)
    }

    /// Throws where a text is no example: without a word, or with a character that nobody writes.
    static func assertText(_ text: String, at location: SourceLocation) throws {
        guard !text.isBlank else {
            throw BotError(.badData, at: location, "the example is empty", mend: "Write one or remove the line")
        }
        let isControl = { (scalar: Unicode.Scalar) in scalar.value < 0x20 || 0x7F..<0xA0 ~= scalar.value }
        guard let found = text.unicodeScalars.first(where: { isControl($0) && !$0.properties.isWhitespace }) else {
            return
        }
        let number = (found.value < 0x10 ? "000" : "00") + String(found.value, radix: 16, uppercase: true)
        throw BotError(
            .badData, at: location, "the control character U+\(number) stands in the example", mend: "Take it out")
    }

    private static func marked(_ line: Substring) -> (text: String, entities: [Example.Entity]) {
        var text = ""
        var entities: [Example.Entity] = []
        var rest = line
        // The bracket nearest to the mark opens it: "press [Enter] and send [10234](order_number)" has one value.
        while let first = rest.firstIndex(of: "["), let middle = rest[first...].firstRange(of: "]("),
            let open = rest[..<middle.lowerBound].lastIndex(of: "["),
            let close = rest[middle.upperBound...].firstIndex(of: ")")
        {
            text += rest[..<open]
            let start = text.utf8.count
            text += rest[rest.index(after: open)..<middle.lowerBound]
            entities.append(
                Example.Entity(slot: String(rest[middle.upperBound..<close]), range: start..<text.utf8.count))
            rest = rest[rest.index(after: close)...]
        }
        return (text + rest, entities)
    }

    private func slots(_ value: SourceValue) throws -> [Slot] {
        var errors = BotErrors()
        let slots = try value.map("the slots").items.compactMap { item in try errors.collect { try slot(item) } }
        try errors.throwIfAny()
        return slots
    }

    private func slot(_ item: SourceMap.Item) throws -> Slot {
        let values = try item.value.map("a slot")
        try values.allow(["type", "pattern", "choices", "ask"])
        return Slot(
            name: item.key, kind: try Self.kind(values), ask: try values["ask"].map(Self.localized) ?? [:],
            location: item.keyLocation)
    }

    private static func kind(_ values: SourceMap) throws -> Slot.Kind {
        let type =
            try values["type"]?.choice("the type", of: SlotType.self) ?? (values["pattern"] == nil ? .text : .pattern)
        switch type {
        case .number: return .number
        case .email: return .email
        case .phone: return .phone
        case .date: return .date
        case .text: return .text
        case .pattern: return .pattern(try values.required("pattern").string("the pattern"))
        case .choice:
            return .choice(try values.required("choices").list("the choices").map { try $0.string("a choice") })
        }
    }

    private enum SlotType: String, CaseIterable {
        case number, email, phone, date, text, pattern, choice
    }
}
