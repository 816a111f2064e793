internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk import`
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take knowledge over from spreadsheets, exports and documents.",
        discussion: """
            Each file (\(KnowledgeImporter.endings.map { ".\($0)" }.joined(separator: ", "))) becomes one under \
            knowledge/: all of it, or nothing if a row is wrong. A newer version of a file is merged: what changed in \
            it is taken over, what you edited under knowledge/ stays, and where both changed an entry, yours stays and \
            the exit status is 1. A file without changes changes nothing. In the end the new texts are embedded, by \
            which they are found whatever words are used; Ctrl-C stops that, and harms nothing.
            """)

    @Argument(
        help: ArgumentHelp("Files, or folders with files in them and below; - is standard input.", valueName: "path"))
    var paths: [String]

    @Flag(help: "Show each entry that would change, and write nothing.")
    var dryRun = false

    @Flag(help: "Leave rows out that are wrong, tell each, and take the others (exit status 1).")
    var skipBad = false

    @Flag(help: "Where you and the source changed an entry, take the source's version.")
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
        if overwrite, keep { throw ValidationError("--overwrite and --keep exclude each other") }
        if name != nil, !paths.contains("-") { throw ValidationError("--name names standard input: add the path '-'") }
        if paths.count(where: { $0 == "-" }) > 1 { throw ValidationError("standard input can be read only once") }
    }

    func run() throws {
        let console = CommandEnvironment.current.console
        let bot = try options.existing()
        let sources = try paths.flatMap(sources)
        let lock = try dryRun ? nil : lock(bot.state, on: console)
        defer { lock?.release() }
        let store = try Store(folder: bot.state)
        let importer = try KnowledgeImporter(
            folder: bot.url, store: store, columns: Self.mapping(columns ?? ""), options: importOptions)
        let (summaries, refused, found) = try run(importer, sources, on: console)
        var problems = found
        try ImportReport(summaries: summaries, refused: refused, dryRun: dryRun)
            .show(asJSON: options.json, on: console)
        let embedding = dryRun || noEmbed || summaries.isEmpty ? nil : ImportEmbedding(bot, store, console)
        let signal = try problems.collect { try embedding?.run() }
        try problems.throwIfAny()
        if case let signal?? = signal { throw ExitCode(128 + signal) }
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
        let data = try FileHandle.standardInput.readToEnd() ?? Data()
        return [KnowledgeImporter.Source(standardInput: data, name: name)]
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
