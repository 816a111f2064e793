internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk search`
struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Show what the knowledge index finds for a query.")

    @Argument(help: "What a customer might ask; without it, the lines of standard input.")
    var query: String?

    @Option(help: "How many entries to show.")
    var limit = 5

    @Flag(help: "Show the parts of each score.")
    var explain = false

    @OptionGroup var options: BotOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit must be at least 1") }
        if let query, query.allSatisfy(\.isWhitespace) {
            throw ValidationError("the query is empty: write what a customer might ask")
        }
    }

    func run() throws {
        let console = CommandEnvironment.current.console
        var bot = try options.open()
        if let query { return try show(query, of: &bot, on: console) }
        var reader = LineReader(mode: .plain)
        while case .line(let line) = reader.next(prompt: "") { try show(line, of: &bot, on: console) }
    }

    private func show(_ query: String, of bot: inout Bot, on console: Console) throws {
        // An empty line asks nothing, but has its own line in what is printed.
        let hits = query.allSatisfy(\.isWhitespace) ? [] : try bot.search(query, limit: limit)
        for notice in bot.notices() { console.note(StyledText("frontdesk: \(notice)", .warning)) }
        if options.json { return try console.print(json: SearchJSON(query: query, hits: hits, explain: explain)) }
        if hits.isEmpty { return try console.print("\("Nothing was found.", .faint)") }
        for hit in hits { try show(hit, on: console) }
        if zip(hits, hits.dropFirst()).contains(where: { $0.confidence < $1.confidence }) {
            for line in WrappedText.lines(Self.order, limit: console.columns) { try console.print("\(line, .faint)") }
        }
    }

    /// Confidence weighs more than the score does, and may see a lower place as the likelier one.
    private static let order =
        "Ordered by score, as the bot goes by it; the number is the confidence that the entry is the right one. --explain "
        + "shows both."

    private func show(_ hit: KnowledgeHit, on console: Console) throws {
        let place = hit.entry.location.description
        try console.print(
            "\(String(format: "%.2f", hit.confidence))  \(hit.entry.question, .strong)  \(place, .faint)")
        let lines =
            explain
            ? HitExplanation(hit).lines(limit: console.columns)
            : WrappedText.lines(
                VisibleText.of(hit.entry.answer),
                limit: console.columns == .max ? Int.max : max(20, min(console.columns, 100) - 6)
            ).map { StyledText("      " + $0) }
        for line in lines { try console.print(line) }
    }
}

/// Hits as `--json` prints them.
private struct SearchJSON: Encodable {
    struct Hit: Encodable {
        let id: String
        let language: String
        let question: String
        let answer: String
        let source: String
        let confidence: Double
        let score: Double
        let matched: String
        /// Only with --explain, as are the next two.
        let parts: [Part]?
        let margin: Double?
        let explanation: String?
    }

    struct Part: Encodable {
        let name: String
        let value: Double
        let weight: Double
        let contribution: Double

        init(_ part: KnowledgeHit.Part) {
            (name, value, weight, contribution) = (part.name, part.value, part.weight, part.contribution)
        }
    }

    let query: String
    let hits: [Hit]

    init(query: String, hits: [KnowledgeHit], explain: Bool) {
        self.query = query
        self.hits = hits.map { hit in
            Hit(
                id: hit.entry.id, language: hit.entry.language.rawValue, question: hit.entry.question,
                answer: hit.entry.answer, source: hit.entry.source ?? hit.entry.location.file,
                confidence: hit.confidence, score: hit.score, matched: hit.matchedText,
                parts: explain ? hit.parts.map(Part.init) : nil, margin: explain ? hit.margin : nil,
                explanation: explain ? hit.explanation : nil)
        }
    }
}
