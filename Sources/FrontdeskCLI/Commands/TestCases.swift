internal import Foundation
internal import Frontdesk

/// What is to be tested: the messages, queries and conversations of some files.
struct TestCases {
    private(set) var messages: [EvaluationMessage] = []
    private(set) var queries: [EvaluationQuery] = []
    private(set) var conversations: [ConversationTest] = []
    /// The files, as they were named.
    let names: [String]
    /// Where those of queries stand: in the bot's folder relative to it.
    private(set) var queryFiles: [String] = []

    /// Reads the files named, or else the bot's own.
    init(files: [String], in bot: BotFolder, intents: [String]) throws {
        let paths = try files.isEmpty ? Self.own(bot) : files.map { (URL(fileURLWithPath: $0), $0) }
        names = paths.map(\.1)
        for (file, name) in paths { try read(file, named: name, bot, Set(intents)) }
        guard messages.isEmpty, queries.isEmpty, conversations.isEmpty else { return }
        throw BotError(
            .badData, at: SourceLocation(file: names[0]),
            names.count == 1 ? "there is nothing to test in this file" : "there is nothing to test in these files",
            mend: #"Write {"text": "…", "intent": "…"} on each line"#)
    }

    private mutating func read(_ file: URL, named name: String, _ bot: BotFolder, _ intents: Set<String>) throws {
        if let read = try Self.queries(in: file, named: name) {
            queries += read
            return queryFiles.append(bot.relativePath(of: file.standardizedFileURL))
        }
        let text = try TextFile.read(ofBot: file, named: name)
        switch file.pathExtension.lowercased() {
        case "jsonl": messages += try EvaluationMessage.read(text, named: name, intents: intents)
        case "yml", "yaml": conversations += try ConversationTest.read(text, named: name)
        default:
            throw BotError(
                .usage, at: SourceLocation(file: name), "this is neither a .jsonl, a .csv nor a .yml file",
                mend: "Name JSON lines of messages or queries, CSV of queries, or YAML conversations")
        }
    }

    /// The queries of a file that holds some; nil where it holds something else.
    private static func queries(in file: URL, named name: String) throws -> [EvaluationQuery]? {
        if let table = try table(file, named: name) { return try EvaluationQuery.read(table) }
        guard file.pathExtension.lowercased() == "jsonl" else { return nil }
        let text = try TextFile.read(ofBot: file, named: name)
        return EvaluationQuery.areIn(text) ? try EvaluationQuery.read(text, named: name) : nil
    }

    private static func table(_ file: URL, named name: String) throws -> DelimitedText? {
        guard EvaluationQuery.tableEndings.contains(file.pathExtension.lowercased()) else { return nil }
        return try DelimitedText(foreign: TextFile.bytes(ofBot: file, named: name), file: name)
    }

    /// Whether a file may be one of tests: there are other tables as well, such as `--report` writes.
    private static func mayBeTest(_ file: URL, named name: String) throws -> Bool {
        try table(file, named: name).map { EvaluationQuery.areIn($0) } ?? true
    }

    private static func own(_ bot: BotFolder) throws -> [(URL, String)] {
        let folder = bot.evaluation
        let files = try BotFolder.files(in: folder, endings: ["jsonl", "csv", "tsv", "yml", "yaml"])
            .map { ($0, bot.relativePath(of: $0)) }.filter { try mayBeTest($0, named: $1) }
        guard !files.isEmpty else {
            throw BotError(
                .usage, at: SourceLocation(file: bot.relativePath(of: folder)), "there is nothing to test with",
                mend: #"Put JSON lines of {"text": "…", "intent": "…"} there, or name a file"#)
        }
        return files
    }
}
