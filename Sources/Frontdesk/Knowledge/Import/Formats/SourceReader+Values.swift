internal import Foundation

extension SourceReader {
    /// Reads one JSON value: a list of entries, or an object that holds one, such as `{"data": […]}`.
    static func json(_ text: String, named name: String, columns: [String: String]) throws -> SourceRecords {
        if areLines(text) {
            var read = try jsonLines(text, named: name, columns: columns)
            read.notes.insert("read as JSON lines", at: 0)
            return read
        }
        let root = try SourceValue.json(text[...], file: name, isWholeFile: true)
        return try entries(listed(in: root), columns)
    }

    /// Reads JSON lines: an entry a line. Lines that are no JSON are problems like others.
    static func jsonLines(_ text: String, named name: String, columns: [String: String]) throws -> SourceRecords {
        if text.utf8.first(where: { !" \t\n".utf8.contains($0) }) == UInt8(ascii: "[") {
            var read = try json(text, named: name, columns: columns)
            read.notes.insert("read as one JSON list", at: 0)
            return read
        }
        var reader = ValueReader(columns)
        try SourceValue.forEachLine(in: text) { line, number in
            try reader.add {
                let value = try SourceValue.json(line, file: name, line: number)
                return ImportNote.isNote(value) ? nil : value
            }
        }
        return try reader.finished()
    }

    /// Whether each line is an object of its own: the first one closes what it opens, and another opens below.
    static func areLines(_ text: String) -> Bool {
        let lines = text.lines.lazy.filter { !$0.isBlank }.prefix(2).map(\.trimmed)
        return lines.count == 2 && lines.allSatisfy { $0.hasPrefix("{") } && lines.first?.hasSuffix("}") == true
    }

    /// Reads YAML: a list of entries, or keys and values that hold one.
    static func yaml(_ text: String, named name: String, columns: [String: String]) throws -> SourceRecords {
        if let keys = RasaProject.keys(of: text), keys.contains("nlu") || keys.contains("responses") {
            return try RasaProject.read(text, named: name)
        }
        let root = try SourceValue.yaml(text, file: name)
        return root.isNull ? SourceRecords() : try entries(listed(in: root), columns)
    }

    /// The only list of objects, however deep it lies.
    private static func listed(in root: SourceValue) throws -> [SourceValue] {
        if case .list(let values) = root.content { return values }
        let map = try root.map("the file")
        let lists = lists(in: map)
        guard lists.count == 1 else {
            let names = lists.map { "'\($0.key)'" }.joined(separator: ", ")
            throw root.error(
                lists.isEmpty ? "the file holds no list of entries" : "the file holds several lists: \(names)",
                mend: "Keep one list of objects, each with 'question' and 'answer'")
        }
        return lists[0].values
    }

    private static func lists(in map: SourceMap) -> [(key: String, values: [SourceValue])] {
        map.items.flatMap { item -> [(key: String, values: [SourceValue])] in
            switch item.value.content {
            case .list(let values): holdsObject(values) ? [(item.key, values)] : []
            case .map(let map): lists(in: map)
            default: []
            }
        }
    }

    private static func holdsObject(_ values: [SourceValue]) -> Bool {
        values.contains { if case .map = $0.content { true } else { false } }
    }

    private static func entries(_ values: [SourceValue], _ columns: [String: String]) throws -> SourceRecords {
        var reader = ValueReader(columns)
        for value in values { try reader.add { value } }
        return try reader.finished()
    }

    fileprivate static func record(_ map: SourceMap, _ keys: inout KeyFields) throws -> KnowledgeRecord {
        if keys.columns.isEmpty, map["question"] == nil, let messages = map["messages"] {
            return try exchange(messages, map)
        }
        let fields = keys.fields(of: map)
        var aliases: [SourceValue] = []
        var items: [SourceMap.Item] = []
        for (field, item) in zip(fields, map.items) where !item.value.isNull {
            switch field {
            case nil: break
            case "aliases": aliases += try Self.aliases(item.value)
            case let field?:
                items.append(.init(key: field, keyLocation: item.keyLocation, value: try joined(item.value)))
            }
        }
        if !aliases.isEmpty {
            let list = SourceValue(.list(aliases), at: aliases[0].location)
            items.append(.init(key: "aliases", keyLocation: list.location, value: list))
        }
        var record = try KnowledgeRecord(SourceMap(items, at: map.location))
        record.aliases.removeAll { $0 == record.question }
        return record
    }

    /// A list of texts as one text of lines; a text within an object, as some programs write an answer, as itself.
    private static func joined(_ value: SourceValue) throws -> SourceValue {
        switch value.content {
        case .list(let values):
            let lines = try values.map { try joined($0).string("each text of a list") }
            return SourceValue(.text(lines.joined(separator: "\n"), .quoted), at: value.location)
        case .map(let map):
            guard let text = map["text"] ?? map["content"] ?? map["value"] else { return value }
            return try joined(text)
        default: return value
        }
    }

    private static func aliases(_ value: SourceValue) throws -> [SourceValue] {
        guard case .list(let values) = value.content else {
            return try KnowledgeRecord.aliases(in: value.string("'aliases'")).map {
                SourceValue(.text($0, .quoted), at: value.location)
            }
        }
        return try values.filter { !$0.isNull }.map(joined)
    }

    /// `{"messages": [{"role": "user", "content": …}, {"role": "assistant", "content": …}]}`: one question, one answer.
    private static func exchange(_ messages: SourceValue, _ map: SourceMap) throws -> KnowledgeRecord {
        var texts: [String: [String]] = [:]
        for message in try messages.list("'messages'") {
            let message = try message.map("a message")
            let role = try message.required("role").string("'role'")
            texts[role, default: []].append(try message["content"]?.string("'content'") ?? "")
        }
        guard let questions = texts["user"], let answers = texts["assistant"], questions.count == 1, answers.count == 1
        else {
            throw messages.error(
                "the messages are not one question and its answer",
                mend: "Keep one of the user and one of the assistant")
        }
        guard let question = KnowledgeRecord.trimmed(questions[0]) else {
            throw messages.error("the question is empty", mend: "Fill it in, or delete the line")
        }
        var record = KnowledgeRecord(question: question, location: map.location)
        record.answer = KnowledgeRecord.trimmed(answers[0]) ?? ""
        return record
    }
}

/// Makes records of values one by one, so that none of very many is kept.
private struct ValueReader {
    private var read = SourceRecords()
    private var keys: KeyFields
    /// All keys of the source, where some of them were named.
    private var names = Set<String>()
    private var first: SourceLocation?

    init(_ columns: [String: String]) {
        keys = KeyFields(columns)
    }

    /// Adds the next value, where there is one; what is wrong with it is kept with the other problems.
    mutating func add(_ value: () throws -> SourceValue?) throws {
        var problems = BotErrors()
        let found = try problems.collect { try value().map { try self.record(of: $0) } }
        read.problems.append(contentsOf: problems.errors)
        if let found = found ?? nil { read.records.append(found) }
    }

    private mutating func record(of value: SourceValue) throws -> KnowledgeRecord {
        if first == nil { first = value.location }
        if !keys.columns.isEmpty, case .map(let map) = value.content { names.formUnion(map.items.map(\.key)) }
        return try SourceReader.record(value.map("an entry"), &keys)
    }

    /// All records; throws where a mapping names a key that no value has.
    func finished() throws -> SourceRecords {
        if let first { try FieldNames.assert(keys.columns, namesSomeOf: names.sorted(), at: first) }
        return read
    }
}

/// The fields that objects' keys stand for, kept for the next objects: those of a source have few sets of keys.
private struct KeyFields {
    /// A source with more sets of keys than this is an odd one.
    private static let most = 1000

    let columns: [String: String]
    private var known: [[String]: [String?]] = [:]

    init(_ columns: [String: String]) {
        self.columns = columns
    }

    mutating func fields(of map: SourceMap) -> [String?] {
        let keys = map.items.map(\.key)
        if let fields = known[keys] { return fields }
        let fields = FieldNames.fields(of: keys, mapping: columns)
        if known.count < Self.most { known[keys] = fields }
        return fields
    }
}
