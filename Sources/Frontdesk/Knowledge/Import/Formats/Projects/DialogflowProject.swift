/// The intents of an exported Dialogflow ES agent: `intents/NAME.json` answers, `intents/NAME_usersays_en.json` asks.
enum DialogflowProject {
    /// The agent's files among others; none where there are no training phrases.
    static func files(among names: [String]) -> [String] {
        guard names.contains(where: { language(of: $0) != nil || $0.hasSuffix("agent.json") && isAgent(names) }) else {
            return []
        }
        return names.filter {
            $0.contains(/(?:^|\/)(?:intents|entities)\/[^\/]+\.json$|(?:^|\/)(?:agent|package)\.json$/)
        }
    }

    private static func isAgent(_ names: [String]) -> Bool {
        names.contains { $0.contains(/(?:^|\/)intents\/[^\/]+\.json$/) }
    }

    /// The language of a file of training phrases; nil for another file.
    private static func language(of name: String) -> String? {
        name.firstMatch(of: /(?:^|\/)intents\/[^\/]+_usersays_([A-Za-z-]+)\.json$/).map { String($0.output.1) }
    }

    static func read(_ project: SourceProject.Files, _ names: [String]) throws -> SourceRecords {
        var read = SourceRecords()
        var left: [String] = []
        var joined: [String] = []
        let (intents, phrases) = Self.intents(among: names)
        for name in intents {
            let files = phrases[name.dropLast(".json".count)] ?? []
            let found = try read.problems.collect { try records(of: name, files, project) }
            if found?.isEmpty == true {
                left.append(name.split(separator: "/").last?.dropLast(5).description ?? name)
            }
            let kept = inOneEach(found ?? [])
            if let first = kept.first, kept.count < found?.count ?? 0 { joined.append(first.id ?? name) }
            read.records += kept
        }
        if !left.isEmpty {
            read.notes.append(
                "left out: intents without phrases or without a text to answer: " + left.joined(separator: ", "))
        }
        if !joined.isEmpty {
            read.notes.append(
                "of several variants of a language the first one's text is taken: " + joined.joined(separator: ", "))
        }
        return read
    }

    /// The files of the intents, and those of their phrases by the intent's file without its ending.
    private static func intents(among names: [String]) -> (files: [String], phrases: [Substring: [String]]) {
        var files: [String] = []
        var phrases: [Substring: [String]] = [:]
        for name in names where name.contains(/(?:^|\/)intents\//) {
            if let language = language(of: name) {
                phrases[name.dropLast("_usersays_\(language).json".count), default: []].append(name)
            } else {
                files.append(name)
            }
        }
        return (files, phrases)
    }

    /// One record a language: phrases of its other variants, such as `zh-tw` beside `zh-cn`, become aliases.
    private static func inOneEach(_ records: [KnowledgeRecord]) -> [KnowledgeRecord] {
        records.reduce(into: []) { kept, record in
            guard let place = kept.firstIndex(where: { language(of: $0) == language(of: record) }) else {
                return kept.append(record)
            }
            let known = Set([kept[place].question] + kept[place].aliases)
            kept[place].aliases += ([record.question] + record.aliases).filter { !known.contains($0) }
        }
    }

    private static func language(of record: KnowledgeRecord) -> Language {
        record.language ?? Language.detect(in: record.question) ?? .english
    }

    /// An entry for each language that has phrases and a text.
    private static func records(
        of name: String, _ phraseFiles: [String], _ project: SourceProject.Files
    ) throws -> [KnowledgeRecord] {
        let root = try json(name, project)
        let intent = try root.map("an intent")
        guard intent["fallbackIntent"]?.text != "true" else { return [] }
        let id = try intent.required("name").string("'name'")
        var phrases: [(language: String?, texts: [String])] = try phraseFiles.map { file in
            (language(of: file), try texts(ofPhrases: json(file, project)))
        }
        if let inline = intent["userSays"] { phrases.append((nil, try texts(ofPhrases: inline))) }
        return try phrases.compactMap { language, texts in
            guard let question = texts.first, let answer = try answer(intent, language) else { return nil }
            var record = KnowledgeRecord(question: question, location: intent.location)
            record.id = id
            record.language = try language.map { try KnowledgeRecord.language($0, at: intent.location) }
            record.aliases = texts.dropFirst().filter { $0 != question }
            record.answer = answer
            return record
        }
    }

    private static func json(_ name: String, _ project: SourceProject.Files) throws -> SourceValue {
        try SourceValue.json(project.text(name)[...], file: project.shown(name), isWholeFile: true)
    }

    /// The phrases, each put together from its parts; templates such as `@sys.date` are none.
    private static func texts(ofPhrases value: SourceValue) throws -> [String] {
        try value.list("the phrases").compactMap { phrase in
            let phrase = try phrase.map("a phrase")
            guard phrase["isTemplate"]?.text != "true" else { return nil }
            let parts = try phrase.required("data").list("'data'").map { part in
                try part.map("a part of a phrase").required("text").string("'text'")
            }
            return KnowledgeRecord.trimmed(parts.joined())
        }
    }

    /// The texts in a language, one message a line; of a message's interchangeable texts the first.
    private static func answer(_ intent: SourceMap, _ language: String?) throws -> String? {
        var lines: [String] = []
        for response in try intent["responses"]?.list("'responses'") ?? [] {
            for message in try response.map("a response")["messages"]?.list("'messages'") ?? [] {
                let message = try message.map("a message")
                let spoken = message["lang"]?.text?.lowercased()
                guard message["platform"] == nil, language == nil || spoken == nil || spoken == language?.lowercased()
                else {
                    continue
                }
                if let text = try text(of: message) { lines.append(text) }
            }
        }
        return KnowledgeRecord.trimmed(lines.joined(separator: "\n"))
    }

    /// What a message says; nil for cards, images and payloads.
    private static func text(of message: SourceMap) throws -> String? {
        var value = message["speech"] ?? message["text"]
        if case .map(let map) = value?.content { value = map["text"] }
        if case .list(let values) = value?.content { value = values.first { $0.text?.isBlank == false } }
        return try value.flatMap { try $0.string("the text of a message").trimmed }
    }
}
