internal import Foundation

extension Settings {
    private static let keys = [
        "languages", "facts", "target_wrong_share", "out_of_scope_share", "handoff", "retention_days",
    ]

    /// Reads `frontdesk.yml`, or throws every problem found; a bot without one has the defaults.
    package static func load(_ folder: BotFolder) throws -> Settings {
        let (settings, problems) = try read(folder)
        try problems.throwIfAny()
        return settings ?? Settings()
    }

    /// Reads `frontdesk.yml` with every problem found in it; nil where nothing of it can be read.
    static func read(_ folder: BotFolder) throws -> (Settings?, BotErrors) {
        guard FileManager.default.fileExists(atPath: folder.settings.path) else { return (Settings(), BotErrors()) }
        let name = folder.relativePath(of: folder.settings)
        var problems = BotErrors()
        let values = try problems.collect {
            let root = try SourceValue.yaml(TextFile.read(ofBot: folder.settings, named: name), file: name)
            return try root.isNull ? SourceMap([], at: root.location) : root.map("the settings")
        }
        return (try values.map { try Settings($0, &problems) }, problems)
    }

    /// Takes what is right; the rest goes to `problems` and keeps its default.
    private init(_ values: SourceMap, _ problems: inout BotErrors) throws {
        self.init()
        for problem in values.unknownKeys(besides: Self.keys) { problems.append(problem) }
        func set<Value>(
            _ setting: WritableKeyPath<Settings, Value>, _ key: String, _ read: (SourceValue) throws -> Value
        ) throws {
            guard let value = values[key] else { return }
            if let read = try problems.collect({ try read(value) }) { self[keyPath: setting] = read }
        }
        try set(\.languages, "languages", Self.languages)
        try set(\.targetWrongShare, "target_wrong_share", Self.share)
        try set(\.outOfScopeShare, "out_of_scope_share", Self.share)
        try set(\.handoff, "handoff", Self.handoff)
        try set(\.retentionDays, "retention_days", Self.days)
        let facts = try values["facts"].flatMap { value in try problems.collect { try value.map("the facts").items } }
        for item in facts ?? [] {
            // A fact that cannot be read is there all the same: what uses it is not wrong.
            factLocations[item.key] = item.keyLocation
            self.facts[item.key] = try problems.collect { try Self.fact(item.value) } ?? [:]
        }
    }

    private static func languages(_ value: SourceValue) throws -> [Language] {
        let languages = try value.list("the languages").map(language)
        guard !languages.isEmpty else { throw value.error("a bot needs a language", mend: "Write [en], for instance") }
        return languages
    }

    /// A language that messages can be in.
    static func language(_ value: SourceValue) throws -> Language {
        let language = Language(rawValue: try value.string("a language"))
        guard [.english, .chinese].contains(language) else {
            throw value.error("the bot cannot read '\(language.rawValue)' yet", mend: "Known are en and zh")
        }
        return language
    }

    private static func days(_ value: SourceValue) throws -> Int {
        let days = try value.integer("the number of days")
        guard days > 0 else {
            throw value.error("conversations are kept for a day at least", mend: "Leave the key out to keep them all")
        }
        return days
    }

    /// One text for all languages, or one for each.
    private static func fact(_ value: SourceValue) throws -> LocalizedText {
        guard let text = value.text else { return try IntentFile.localized(value) }
        return [.english: text, .chinese: text]
    }

    private static func share(_ value: SourceValue) throws -> Double {
        let share = try value.number("a share")
        guard (0..<1).contains(share) else {
            throw value.error("a share of at least 0 and below 1 is expected here", mend: "3 % is 0.03")
        }
        return share
    }

    private static func handoff(_ value: SourceValue) throws -> Handoff {
        let values = try value.map("the handoff")
        try values.allow(["command", "file"])
        switch (values["command"], values["file"]) {
        case (let command?, nil): return .command(try command.string("the command"))
        case (nil, let file?): return .file(try file.string("the file"))
        default: throw value.error("'handoff' needs either 'command' or 'file'")
        }
    }
}
