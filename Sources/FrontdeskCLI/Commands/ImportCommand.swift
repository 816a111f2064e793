internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk import`
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take knowledge, or the conversations of logs, over from other programs.",
        discussion: """
            Each file (\(KnowledgeImporter.endings.map { ".\($0)" }.joined(separator: ", "))) becomes one under \
            knowledge/: all of it, or nothing if a row is wrong. A newer version of a file is merged: what changed in \
            it is taken over, what you edited under knowledge/ stays, and where both changed an entry, yours stays and \
            the exit status is 1. A file without changes changes nothing. In the end the new texts are embedded, by \
            which they are found whatever words are used; Ctrl-C stops that, and harms nothing.

            With --logs, conversations come into the store (\(LogSource.endings.map { ".\($0)" }.joined(separator: ", "))): \
            a file is taken whole, or not at all if anything in it is wrong. One that is there already stays as it is, one \
            that went on gets its new turns.
            """)

    @Argument(
        help: ArgumentHelp("Files, or folders with files in them and below; - is standard input.", valueName: "path"))
    var paths: [String]

    @Flag(help: "Import conversations: JSON lines, tables, transcripts, exports of Rasa, Chatwoot and Zendesk.")
    var logs = false

    @Flag(help: "Show what would change, and write nothing.")
    var dryRun = false

    @Flag(help: "Leave rows out that are wrong, tell each, and take the others (exit status 1).")
    var skipBad = false

    @Flag(help: "Take the source's version of every entry, also of those that you edited or deleted.")
    var overwrite = false

    @Flag(help: "Where you and the source changed an entry, settle for yours.")
    var keep = false

    @Flag(help: "Leave the embedding of new texts to 'frontdesk train'; until then entries are found by their words.")
    var noEmbed = false

    @Option(
        help: ArgumentHelp(
            "The name of what comes in on standard input; its ending tells the kind.", valueName: "file"))
    var name: String?

    @Option(
        help: ArgumentHelp(
            "Which columns hold what, where their names do not tell: question=…,answer=….", valueName: "field=column,…")
    )
    var columns: String?

    @OptionGroup var options: BotOptions

    func validate() throws {
        _ = try Self.mapping(columns ?? "")
        for (flag, isSet) in [("--overwrite", overwrite), ("--keep", keep), ("--no-embed", noEmbed)] where logs && isSet
        {
            throw ValidationError("\(flag) is for knowledge, and --logs imports conversations")
        }
        if overwrite, keep { throw ValidationError("--overwrite and --keep exclude each other") }
        if name != nil, !paths.contains("-") { throw ValidationError("--name names standard input: add the path '-'") }
        if paths.count(where: { $0 == "-" }) > 1 { throw ValidationError("standard input can be read only once") }
    }

    func run() throws {
        let console = CommandEnvironment.current.console
        let bot = try options.existing()
        if logs { return try importLogs(into: bot, on: console) }
        let sources = try paths.flatMap(sources)
        let lock = try dryRun ? nil : lock(bot.state, on: console)
        defer { lock?.release() }
        let store = try Store(folder: bot.state)
        let importer = try KnowledgeImporter(
            folder: bot.url, store: store, columns: Self.mapping(columns ?? ""), options: importOptions)
        let (summaries, refused, found) = try run(importer, sources, on: console)
        var problems = found
        try ImportReport(bot: bot, store: store, summaries: summaries, refused: refused, dryRun: dryRun)
            .show(asJSON: options.json, on: console)
        let embedding = dryRun || noEmbed || summaries.isEmpty ? nil : ImportEmbedding(bot, store, console)
        let signal = try problems.collect { try embedding?.run() }
        try problems.throwIfAny()
        if case let signal?? = signal { throw ExitCode(128 + signal) }
    }

    private func importLogs(into bot: BotFolder, on console: Console) throws {
        let sources = try paths.flatMap { path in
            path == "-" ? [LogSource(standardInput: try standardInput(), name: name)] : try LogSource.all(at: path)
        }
        let lock = try dryRun ? nil : lock(bot.state, on: console)
        defer { lock?.release() }
        var options = LogImporter.Options()
        options.dryRun = dryRun
        options.skipsBad = skipBad
        try ImportLogs(bot: bot, columns: Self.mapping(columns ?? ""), options: options, isJSON: self.options.json)
            .run(sources, on: console)
    }

    private func standardInput() throws -> Data {
        try FileHandle.standardInput.readToEnd() ?? Data()
    }

    /// Another import is waited for: two scheduled ones begin at the same time.
    private func lock(_ folder: URL, on console: Console) throws -> JobLock {
        try JobLock.acquire(folder: folder, job: "import", patience: Self.patience) { problem in
            console.note(StyledText("frontdesk: \(problem); waiting for its end", .warning))
        }
    }

    private static let patience = Duration.seconds(15)

    private var importOptions: KnowledgeImporter.Options {
        var options = KnowledgeImporter.Options()
        options.dryRun = dryRun
        options.skipsBad = skipBad
        options.settling = overwrite ? .overwrite : keep ? .keep : .report
        return options
    }

    private func sources(at path: String) throws -> [KnowledgeImporter.Source] {
        guard path == "-" else { return try KnowledgeImporter.Source.all(at: path) }
        return [KnowledgeImporter.Source(standardInput: try standardInput(), name: name)]
    }

    private func run(
        _ importer: KnowledgeImporter, _ sources: [KnowledgeImporter.Source], on console: Console
    ) throws -> ([KnowledgeImporter.Summary], [KnowledgeImporter.Refused], BotErrors) {
        let progress = JobProgressLine(on: console)
        defer { progress.finish() }
        return try importer.importAll(sources) { step in
            switch step {
            case .reading(let done, let total):
                progress.show(JobProgress(step: "Reading", done: done, total: total))
            case .indexing(let done, let total):
                progress.show(JobProgress(step: "Indexing", done: done, total: total))
            }
        }
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
}
