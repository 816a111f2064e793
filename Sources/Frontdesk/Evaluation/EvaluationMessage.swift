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

    private struct Line: Decodable {
        let text: String
        let intent: String?
        let knowledge: String?
        let accept: [String]?
        let kind: String?
    }

    /// Reads JSON lines of `{"text", "intent" | "knowledge", "accept"?, "kind"?}`; no label, or `oos`, is out of scope.
    ///
    /// `intents` tells which of the names under `accept` are intents; the others are knowledge entries.
    package static func read(_ text: String, named name: String, intents: Set<String>) throws -> [EvaluationMessage] {
        try DecodedLines.read(
            text, named: name, "this is no labelled message",
            mend: #"Write {"text": "…", "intent": "…"} or {"text": "…", "knowledge": "ID"} on each line"#
        ) { (line: Line, location: SourceLocation) in EvaluationMessage(line, intents, location) }
    }

    /// Every message of a folder's `*.jsonl` that do not hold queries; a folder that is not there holds none.
    package static func all(in folder: URL, of bot: BotFolder, intents: Set<String>) throws -> [EvaluationMessage] {
        try BotFolder.files(in: folder, endings: ["jsonl"]).flatMap { file in
            let name = bot.relativePath(of: file)
            let text = try TextFile.read(ofBot: file, named: name)
            return EvaluationQuery.areIn(text) ? [] : try read(text, named: name, intents: intents)
        }
    }

    private init(_ line: Line, _ intents: Set<String>, _ location: SourceLocation) {
        let label = line.intent.flatMap { $0 == "oos" || $0.isEmpty ? nil : $0 }
        var right = Set((line.accept ?? []).map { intents.contains($0) ? Candidate.Option.intent($0) : .entry($0) })
        if let label { right.insert(.intent(label)) }
        if let id = line.knowledge { right.insert(.entry(id)) }
        text = line.text
        intent = label
        kind = line.kind
        language = Language.detect(in: line.text) ?? .english
        self.right = right
        self.location = location
    }
}
