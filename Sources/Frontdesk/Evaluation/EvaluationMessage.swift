package import Foundation

/// One message with the reply that is right for it, as `evaluation/*.jsonl` holds them.
package struct EvaluationMessage: Sendable, Hashable {
    package let text: String
    /// What is right: an intent, a knowledge entry, or several equally good ones; empty is out of scope.
    package let right: Set<Candidate.Option>
    /// The intent that the message is labelled with; nil for knowledge and out of scope.
    package let intent: String?
    /// The author's own grouping, such as `near` and `far` among out-of-scope messages.
    package let kind: String?
    package let language: Language
    package let location: SourceLocation

    package var isOutOfScope: Bool { right.isEmpty }

    private static let keys = ["text", "intent", "knowledge", "accept", "kind", "language"]

    /// Reads JSON lines of `{"text", "intent" | "knowledge", "accept"?, "kind"?, "language"?}`; no label, or `oos`, is out
    /// of scope.
    ///
    /// `intents` tells which of the names under `accept` are intents; the others are knowledge entries. Other keys are left
    /// alone: public data sets have some.
    package static func read(_ text: String, named name: String, intents: Set<String>) throws -> [EvaluationMessage] {
        try SourceValue.jsonLines(
            text, file: name, of: "a labelled message", keys: keys,
            mend: #"Write {"text": "…", "intent": "…"} or {"text": "…", "knowledge": "ID"}"#
        ) { line, location in try EvaluationMessage(line, intents, location) }
    }

    private init(_ line: SourceMap, _ intents: Set<String>, _ location: SourceLocation) throws {
        text = try line.required("text").quotedText("the text")
        intent = try line["intent"].flatMap(IntentName.label)
        kind = try line["kind"]?.quotedText("the kind")
        language = try line["language"].map(Settings.language) ?? Language.detect(in: text) ?? .english
        var right: Set<Candidate.Option> = []
        for item in try line["accept"]?.list("'accept'") ?? [] {
            let name = try item.quotedText("the name of a reply")
            right.insert(intents.contains(name) ? .intent(name) : .entry(name))
        }
        if let intent { right.insert(.intent(intent)) }
        if let id = try line["knowledge"]?.quotedText("the entry's id") { right.insert(.entry(id)) }
        self.right = right
        self.location = location
    }
}

extension EvaluationMessage {
    /// Every message of a folder's `*.jsonl` that do not hold queries; a folder that is not there holds none.
    package static func all(in folder: URL, of bot: BotFolder, intents: Set<String>) throws -> [EvaluationMessage] {
        try assertNoneInTables(of: folder, of: bot)
        return try BotFolder.files(in: folder, endings: ["jsonl"]).flatMap { file in
            let name = bot.relativePath(of: file)
            let text = try TextFile.read(ofBot: file, named: name)
            return EvaluationQuery.areIn(text) ? [] : try read(text, named: name, intents: intents)
        }
    }

    /// Throws where a table of a folder seems to hold labelled messages.
    static func assertNoneInTables(of folder: URL, of bot: BotFolder) throws {
        for file in try BotFolder.files(in: folder, endings: EvaluationQuery.tableEndings) {
            let name = bot.relativePath(of: file)
            try assertNoneIn(DelimitedText(foreign: TextFile.bytes(ofBot: file, named: name), file: name))
        }
    }

    /// Whether a table's columns are those of labelled messages, and not of a log, whose turns have a speaker.
    static func areIn(_ table: DelimitedText) -> Bool {
        let header = Set((table.rows.first ?? []).map { $0.text.trimmed.lowercased() })
        return !header.isDisjoint(with: ["text", "message"]) && !header.isDisjoint(with: ["intent", "knowledge"])
            && !header.contains("speaker")
    }

    /// Throws where a table seems to hold labelled messages: they would be left out without a word.
    static func assertNoneIn(_ table: DelimitedText) throws {
        guard areIn(table), !EvaluationQuery.hasColumns(table) else { return }
        throw BotError(
            .badData, at: SourceLocation(file: table.file, line: 1),
            "a table holds queries, and these are labelled messages",
            mend: #"Write {"text": "…", "intent": "…"} on each line of a .jsonl file"#)
    }
}
