/// The retrieval intents of a Rasa project: `faq/ask_returns` with examples, and its response `utter_faq/ask_returns`.
enum RasaProject {
    /// The project's files among others; none where there is no training data for a language model.
    static func files(of project: SourceProject.Files) throws -> [String] {
        var names: [String] = []
        var hasExamples = false
        for name in project.names where ["yml", "yaml"].contains(KnowledgeBase.ending(of: name)) {
            guard let text = try text(of: name, in: project), let keys = keys(of: text) else { continue }
            names.append(name)
            hasExamples = hasExamples || keys.contains("nlu")
        }
        return hasExamples ? names : []
    }

    /// A file's text; nil for one that cannot be read and is left to be a source of its own.
    private static func text(of name: String, in project: SourceProject.Files) throws -> String? {
        do {
            return try project.text(name)
        } catch is BotError where project.areSources {
            return nil
        }
    }

    /// The keys of Rasa that a file begins its parts with; nil for a file of something else.
    ///
    /// `version` and `language` stand in many files and tell nothing alone.
    static func keys(of text: String) -> Set<String>? {
        let known: Set = [
            "nlu", "responses", "intents", "stories", "rules", "actions", "slots", "entities", "forms", "pipeline",
            "policies", "session_config", "assistant_id", "recipe", "action_endpoint", "rest",
        ]
        let keys = text.lines.compactMap { line in line.prefixMatch(of: /[a-z_]+(?=:)/).map { String($0.output) } }
        return keys.contains(where: known.contains) ? Set(keys) : nil
    }

    static func read(_ project: SourceProject.Files, _ names: [String]) throws -> SourceRecords {
        var reader = RasaReader()
        for name in names { try reader.add(project.text(name), file: project.shown(name)) }
        return reader.records(of: project.path)
    }

    /// Reads one file that holds examples and responses both.
    static func read(_ text: String, named name: String) throws -> SourceRecords {
        var reader = RasaReader()
        try reader.add(text, file: name)
        return reader.records(of: name)
    }
}

/// Collects the intents and responses of several files.
private struct RasaReader {
    private struct Intent {
        var examples: [String]
        let location: SourceLocation
    }

    private struct Response {
        let texts: [String]
        let location: SourceLocation
    }

    private var names: [String] = []
    private var intents: [String: Intent] = [:]
    private var responses: [String: Response] = [:]
    private var responseNames: [String] = []
    private var others = 0
    private var problems = BotErrors()

    /// Takes the intents and responses of a file; what is wrong with them is kept for `records`.
    mutating func add(_ text: String, file: String) throws {
        guard let root = try problems.collect({ try SourceValue.yaml(text, file: file) }),
            case .map(let map) = root.content
        else { return }
        let intents: [SourceValue]? = try problems.collect { try map["nlu"]?.list("'nlu'") ?? [] }
        for value in intents ?? [] { try collect { try $0.addIntent(value) } }
        let responses: [SourceMap.Item]? = try problems.collect { try map["responses"]?.map("'responses'").items ?? [] }
        for item in responses ?? [] { try collect { try $0.addResponse(item) } }
    }

    private mutating func collect(_ body: (inout RasaReader) throws -> Void) throws {
        var found = BotErrors()
        _ = try found.collect { try body(&self) }
        problems.append(contentsOf: found.errors)
    }

    private mutating func addIntent(_ value: SourceValue) throws {
        let map = try value.map("an intent")
        guard let name = try map["intent"]?.string("'intent'") else { return }
        guard name.contains("/") else {
            others += 1
            return
        }
        let examples = try map["examples"].map(Self.examples) ?? []
        if intents[name] == nil { names.append(name) }
        intents[name, default: Intent(examples: [], location: map.location)].examples += examples
    }

    /// A block of `- example` lines, a list of texts, or of `text: |` with more beside.
    private static func examples(_ value: SourceValue) throws -> [String] {
        let lines: [String] =
            if let text = value.text {
                text.lines.map(String.init)
            } else {
                try value.list("'examples'").flatMap { item -> [String] in
                    let text = if case .map(let map) = item.content { try map.required("text") } else { item }
                    return try text.string("an example").lines.map(String.init)
                }
            }
        return lines.map { line in
            let text = line.trimmed
            return unmarked(text.hasPrefix("- ") ? String(text.dropFirst(2)) : text)
        }.filter { !$0.isBlank && $0 != "-" }
    }

    /// The words of an example without the marks of entities: `[10234](order)` and `[10234]{"entity": "order"}`.
    private static func unmarked(_ text: String) -> String {
        text.replacing(/\[([^\[\]]+)\](?:\([^()]*\)|\{[^{}]*\})/) { String($0.output.1) }.trimmed
    }

    private mutating func addResponse(_ item: SourceMap.Item) throws {
        guard item.key.hasPrefix("utter_"), item.key.contains("/") else { return }
        let texts = try item.value.list("the response").compactMap { variant -> String? in
            guard case .map(let map) = variant.content else { return try variant.string("a response") }
            return try map["text"]?.string("'text'").trimmed
        }
        let name = String(item.key.dropFirst("utter_".count))
        guard responses[name] == nil else {
            throw BotError(
                .badData, at: item.keyLocation, "the response '\(item.key)' stands twice", mend: "Keep one of them")
        }
        responseNames.append(name)
        responses[name] = Response(texts: texts.filter { !$0.isEmpty }, location: item.keyLocation)
    }

    /// The entries, an intent each, and what is wrong or left out.
    func records(of path: String) -> SourceRecords {
        var read = SourceRecords(problems: problems)
        for name in names {
            guard let intent = intents[name] else { continue }
            switch record(name, intent) {
            case .success(let record): read.records.append(record)
            case .failure(let error): read.problems.append(error)
            }
        }
        for name in responseNames where intents[name] == nil {
            read.problems.append(
                BotError(
                    .badData, at: responses[name]?.location, "the response 'utter_\(name)' has no intent '\(name)'",
                    mend: "Add the intent with examples, or take the response away"))
        }
        if names.isEmpty, responseNames.isEmpty, problems.errors.isEmpty {
            read.problems.append(
                BotError(
                    .badData, at: SourceLocation(file: path), "the Rasa project has no retrieval intents",
                    mend: "Only intents such as 'faq/ask_returns', with 'utter_faq/ask_returns', are knowledge"))
        }
        read.notes = notes
        return read
    }

    private func record(_ name: String, _ intent: Intent) -> Result<KnowledgeRecord, BotError> {
        func failure(_ problem: String, _ mend: String) -> Result<KnowledgeRecord, BotError> {
            .failure(BotError(.badData, at: intent.location, problem, mend: mend))
        }
        guard let question = intent.examples.first else {
            return failure("the intent '\(name)' has no examples", "Write one example a line below 'examples: |'")
        }
        guard let response = responses[name] else {
            return failure(
                "the intent '\(name)' has no response 'utter_\(name)'",
                "Add it, or import the folder that holds the file with it too")
        }
        guard let answer = response.texts.first else {
            return failure("the response 'utter_\(name)' has no text", "Add '- text: …'")
        }
        var record = KnowledgeRecord(question: question, location: intent.location)
        record.id = name
        record.category = name.split(separator: "/").first.map(String.init)
        record.aliases = intent.examples.dropFirst().filter { $0 != question }
        record.answer = answer
        return .success(record)
    }

    private var notes: [String] {
        var notes: [String] = []
        let several = responseNames.filter { responses[$0].map { $0.texts.count > 1 } == true }
        if !several.isEmpty {
            notes.append(
                "of several texts the first is taken: " + several.map { "utter_\($0)" }.joined(separator: ", "))
        }
        if others > 0 {
            notes.append(
                others == 1 ? "left out: an intent without retrieval" : "left out: \(others) intents without retrieval")
        }
        return notes
    }
}
