internal import Foundation

/// Tells conversations from knowledge where a log is imported without `--logs`.
enum LogSigns {
    /// A transcript begins with a turn within these.
    private static let deepestTurn = 20

    /// Whether a file that holds no knowledge holds conversations, as far as its first lines tell.
    static func areIn(_ data: Data, named name: String) throws -> Bool {
        // Who reads it tells what is wrong with it.
        var ignored = BotErrors()
        return try ignored.collect { try areIn(ForeignText(data, named: name).text, name) } ?? false
    }

    private static func areIn(_ text: String, _ name: String) throws -> Bool {
        switch KnowledgeBase.ending(of: name) {
        case "csv": try nameColumns(text, name, preferring: .comma)
        case "tsv": try nameColumns(text, name, preferring: .tab)
        case "json" where !SourceReader.areLines(text):
            LogObject.isConversation(try SourceValue.json(text[...], file: name, isWholeFile: true))
        case "json", "jsonl", "ndjson":
            try text.lines.first { !$0.isBlank }.map {
                LogObject.isConversation(try SourceValue.json($0, file: name))
            } ?? false
        case "txt", "log": text.lines.prefix(deepestTurn).contains { Transcript.isTurn($0.trimmed) }
        default: false
        }
    }

    private static func nameColumns(
        _ text: String, _ name: String, preferring usual: DelimitedText.Separator
    ) throws -> Bool {
        var rows = DelimitedReader(foreign: text, file: name, preferring: usual, isName: LogFields.isKnown)
        for _ in 0..<LogTable.deepestHeader {
            guard let row = try rows.next() else { return false }
            if LogFields.areComplete(row.map(\.text)) { return true }
        }
        return false
    }
}
