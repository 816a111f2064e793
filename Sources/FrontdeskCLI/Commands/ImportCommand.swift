internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk import`
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take knowledge over from spreadsheets, exports and documents.",
        discussion: """
            Each file (.csv, .tsv, .jsonl, .yml, .yaml, .md) becomes one under knowledge/: all of it, or nothing if a \
            row is wrong. A newer version of a file replaces what was imported from it before; a file without changes \
            changes nothing, and one that was edited by hand since is left alone.
            """)

    @Argument(help: ArgumentHelp("Files, or folders with files in them and below.", valueName: "path"))
    var paths: [String]

    @Flag(help: "Show what would change, and write nothing.")
    var dryRun = false

    @Option(
        help: ArgumentHelp(
            "Which columns hold what, where their names do not tell: question=…,answer=….", valueName: "field=column,…")
    )
    var columns: String?

    @OptionGroup var options: BotOptions

    func validate() throws {
        _ = try Self.mapping(columns ?? "")
    }

    func run() throws {
        let console = CommandEnvironment.current.console
        let bot = try options.existing()
        let importer = try KnowledgeImporter(folder: bot.url, columns: Self.mapping(columns ?? ""))
        let sources = try paths.flatMap { try KnowledgeImporter.Source.all(at: $0) }
        let lock = try dryRun ? nil : JobLock.acquire(folder: bot.state, job: "import")
        defer { lock?.release() }
        var progress = ProgressLine("Importing", on: console)
        let (summaries, problems) = try importer.importAll(sources, dryRun: dryRun) {
            progress.update(done: $0, total: sources.count)
        }
        progress.finish()
        try show(summaries, on: console)
        try problems.throwIfAny()
    }

    /// `field=column,…`; a piece without `=` belongs to the column before it, whose name has a comma.
    static func mapping(_ text: String) throws -> [String: String] {
        var mapping: [String: String] = [:]
        var last: String?
        for piece in text.split(separator: ",") {
            if let equals = piece.firstIndex(of: "=") {
                let field = piece[..<equals].trimmingCharacters(in: .whitespaces)
                mapping[field] = String(piece[piece.index(after: equals)...])
                last = field
            } else if let field = last {
                mapping[field, default: ""] += "," + piece
            } else {
                throw ValidationError("--columns takes field=column, such as question=Title,answer=Text")
            }
        }
        return mapping
    }

    private func show(_ summaries: [KnowledgeImporter.Summary], on console: Console) throws {
        if options.json {
            for summary in summaries { try console.print(json: Imported(summary, dryRun: dryRun)) }
            return
        }
        var table = Table([.init(shrinks: true), .init(), .init(shrinks: true)], indent: 2)
        table.rows = summaries.map { summary in
            [.init(summary.file), .init(Self.counts(of: summary)), .init("from \(summary.source)", .faint)]
        }
        for line in table.lines(limit: console.columns) { try console.print(line) }
        guard summaries.contains(where: \.isChange) else {
            if !summaries.isEmpty { try console.print("Nothing changed.") }
            return
        }
        try console.print(
            dryRun
                ? "Nothing was written."
                : "The bot answers with them from the next message on; 'frontdesk train' learns their questions.")
    }

    private static func counts(of summary: KnowledgeImporter.Summary) -> String {
        let counts = [
            (summary.added, "added"), (summary.updated, "changed"), (summary.removed, "removed"),
            (summary.unchanged, "unchanged"), (summary.unanswered, "without an answer"),
        ]
        return counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }
}

/// An imported file as `--json` prints it.
private struct Imported: Encodable {
    let source: String
    let file: String
    let added: Int
    let changed: Int
    let removed: Int
    let unchanged: Int
    let withoutAnswer: Int
    let dryRun: Bool

    enum CodingKeys: String, CodingKey {
        case source, file, added, changed, removed, unchanged
        case withoutAnswer = "without_answer"
        case dryRun = "dry_run"
    }

    init(_ summary: KnowledgeImporter.Summary, dryRun: Bool) {
        source = summary.source
        file = summary.file
        added = summary.added
        changed = summary.updated
        removed = summary.removed
        unchanged = summary.unchanged
        withoutAnswer = summary.unanswered
        self.dryRun = dryRun
    }
}
