internal import Foundation

extension KnowledgeRecord {
    /// The records of a bot's own YAML file: a list of entries, each with keys and values.
    static func yaml(_ text: String, file: String) throws -> SourceRecords {
        let root = try SourceValue.yaml(text, file: file)
        guard !root.isNull else { return SourceRecords() }
        guard case .list(let values) = root.content else {
            throw root.error(
                "a knowledge file must be a list of entries", mend: "Begin each entry with '- question: …'")
        }
        return try records(values)
    }

    /// The records of a bot's own JSON lines file, an entry a line: there may be very many, so that none is kept as JSON.
    static func jsonLines(_ text: String, file: String) throws -> SourceRecords {
        var read = SourceRecords()
        try SourceValue.forEachLine(in: text) { line, number in
            let record = try read.problems.collect { try jsonLine(line, number, file: file) }
            if let record = record ?? nil { read.records.append(record) }
        }
        return read
    }

    /// The record of one line; nil for the note of an import.
    static func jsonLine(_ line: Substring, _ number: Int, file: String) throws -> KnowledgeRecord? {
        let value = try SourceValue.json(line, file: file, line: number)
        return ImportNote.isNote(value) ? nil : try KnowledgeRecord(value.map("an entry"))
    }

    private static func records(_ values: [SourceValue]) throws -> SourceRecords {
        var read = SourceRecords()
        for value in values {
            let record = try read.problems.collect { try KnowledgeRecord(value.map("an entry")) }
            if let record { read.records.append(record) }
        }
        return read
    }

    /// Throws everything that is wrong with the entry.
    init(_ map: SourceMap) throws {
        var errors = BotErrors()
        for error in map.unknownKeys(besides: Self.keys) { errors.append(error) }
        func text(_ key: String) throws -> String? {
            guard let value = map[key] else { return nil }
            return Self.trimmed(try errors.collect { try value.string("'\(key)'") })
        }
        let question = try text("question")
        if question == nil {
            errors.append(BotError(.badData, at: map.location, "the entry has no question", mend: "Add 'question: …'"))
        }
        self.init(question: question ?? "", location: map.location)
        id = try text("id")
        category = try text("category")
        answer = try text("answer") ?? ""
        source = try text("source")
        if let value = map["language"] {
            language = try errors.collect { try Self.language(value.string("'language'"), at: value.location) }
        }
        if let value = map["valid_until"] {
            validUntil = try errors.collect { try Self.day(value.string("'valid_until'"), at: value.location) }
        }
        if let value = map["status"] {
            status = try errors.collect { try value.choice("'status'", of: KnowledgeEntry.Status.self) } ?? .draft
        }
        if let value = map["is_passage"] {
            isPassage = try errors.collect { try Self.isPassage(value) } ?? false
        }
        if let value = map["aliases"] {
            aliases = try errors.collect { try Self.aliases(value) } ?? []
        }
        try errors.throwIfAny()
    }

    private static func aliases(_ value: SourceValue) throws -> [String] {
        if let text = value.text { return aliases(in: text) }
        return try value.list("'aliases'").compactMap { trimmed(try $0.string("an alias")) }
    }
}
