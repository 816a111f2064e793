internal import Foundation

extension Settings {
    private static let keys = [
        "languages", "facts", "target_wrong_share", "out_of_scope_share", "handoff", "retention_days",
    ]

    /// Reads `frontdesk.yml`; a bot without one has the defaults.
    package static func load(_ folder: BotFolder) throws -> Settings {
        guard FileManager.default.fileExists(atPath: folder.settings.path) else { return Settings() }
        let name = folder.relativePath(of: folder.settings)
        return try Settings(TextFile.read(folder.settings, named: name), named: name)
    }

    init(_ text: String, named name: String) throws {
        self.init()
        let root = try SourceValue.yaml(text, file: name)
        guard !root.isNull else { return }
        let values = try root.map("the settings")
        try values.allow(Self.keys)
        if let value = values["languages"] {
            languages = try value.list("the languages").map { Language(rawValue: try $0.string("a language")) }
        }
        for item in try values["facts"]?.map("the facts").items ?? [] {
            facts[item.key] = try Self.fact(item.value)
        }
        if let value = values["target_wrong_share"] { targetWrongShare = try Self.share(value) }
        if let value = values["out_of_scope_share"] { outOfScopeShare = try Self.share(value) }
        if let value = values["handoff"] { handoff = try Self.handoff(value) }
        if let value = values["retention_days"] { retentionDays = try value.integer("retention_days") }
    }

    /// One text for all languages, or one for each.
    private static func fact(_ value: SourceValue) throws -> LocalizedText {
        guard let text = value.text else { return try IntentFile.localized(value) }
        return [.english: text, .chinese: text]
    }

    private static func share(_ value: SourceValue) throws -> Double {
        let share = try value.number("a share")
        guard (0..<1).contains(share) else {
            throw value.error("a share from 0 to 1 is expected here", mend: "3 % is 0.03")
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
