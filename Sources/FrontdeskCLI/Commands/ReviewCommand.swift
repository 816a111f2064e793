internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk review`
struct ReviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review", abstract: "Look at what the bot was unsure of, and say what is right.",
        discussion: """
            Messages that say the same are one case; the cases that would teach the most, for the most customers, \
            come first. Enter takes the first proposal; help lists the other keys. What you say counts at the next \
            message, and the next 'frontdesk train' learns it. Elsewhere than at a terminal each line of standard \
            input is an answer. --suspects shows the labels that the last training doubted: first those that it set \
            aside, since the other examples speak against them. --new finds topics in the messages that no intent covers, for new intents. --answers \
            shows what agents told customers that knowledge lacks.
            """)

    @Flag(help: "Labels that the last training doubted, instead of messages without one.")
    var suspects = false

    @Option(help: "At most so many cases.")
    var limit: Int?

    @Option(
        name: .customLong("export"),
        help: ArgumentHelp("Write the cases as a table for a spreadsheet.", valueName: "file"))
    var exported: String?

    @Option(
        name: .customLong("import"),
        help: ArgumentHelp("Take over the labels filled into such a table.", valueName: "file"))
    var imported: String?

    @Flag(help: "Write the messages that were labelled into intents/, and into knowledge/ as aliases.")
    var write = false

    @Flag(help: "Topics of messages that no intent covers, instead of cases; nothing is labelled.")
    var new = false

    @Flag(help: "With --new: of all messages, as is done where there is no model yet.")
    var allMessages = false

    @Option(help: ArgumentHelp("With --new: so many topics, instead of an estimate.", valueName: "n"))
    var clusters: Int?

    @Flag(help: "Answers that agents gave and knowledge lacks, instead of cases.")
    var answers = false

    @Option(
        help: ArgumentHelp(
            """
            With --new: make an intent of a topic, with typical messages and no answer yet. With --answers: make an entry \
            of the answer with that number, as a draft, which is told from when you publish it.
            """, valueName: "name=topic|number"))
    var draft: [String] = []

    @OptionGroup var options: BotOptions

    private static let usualLimit = 100

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
        guard [exported != nil, imported != nil, write].count(where: { $0 }) < 2 else {
            throw ValidationError("--export, --import and --write exclude each other")
        }
        try exported.map(Self.validateTable)
        try validateTopics()
    }

    private static func validateTable(_ file: String) throws {
        let ending = URL(fileURLWithPath: file).pathExtension.lowercased()
        guard ending == "csv" || !KnowledgeImporter.endings.contains(ending) else {
            throw ValidationError("'\(file)' ends as a file of another kind; the cases are written as csv")
        }
    }

    private func validateTopics() throws {
        guard new || !(allMessages || clusters != nil) else {
            throw ValidationError("--all-messages and --clusters need --new")
        }
        guard new || answers || draft.isEmpty else { throw ValidationError("--draft needs --new or --answers") }
        let others = suspects || write || limit != nil || exported != nil || imported != nil
        guard !new || !answers else { throw ValidationError("--new and --answers exclude each other") }
        guard !(new || answers) || !others else {
            throw ValidationError(
                "\(new ? "--new" : "--answers") goes without --suspects, --limit, --export, --import and --write")
        }
        if answers { return try validateAnswers() }
        if let clusters, clusters < 1 { throw ValidationError("--clusters must be at least 1") }
        if let wrong = draft.first(where: { TopicDraft($0) == nil }) {
            throw ValidationError("--draft must be NAME=TOPIC, such as refund_status=3, not '\(wrong)'")
        }
        try Self.refuseTwice(draft.compactMap { TopicDraft($0)?.name })
    }

    /// Of two drafts of one name the second would take the place of the first.
    static func refuseTwice(_ names: [String]) throws {
        var seen: Set<String> = []
        if let twice = names.first(where: { !seen.insert($0).inserted }) {
            throw ValidationError("--draft names '\(twice)' twice")
        }
    }

    func run() throws {
        let console = CommandEnvironment.current.console
        if new { return try findTopics(on: console) }
        if answers { return try findAnswers(on: console) }
        let review = try Review(options.open())
        if write { return try writeLabels(review, on: console) }
        if let imported { return try take(imported, review, on: console) }
        let cases = try cases(review, on: console)
        if let exported {
            try options.existing().assertNotOwn(URL(fileURLWithPath: exported), named: exported)
            try AtomicFile.write(
                review.table(of: cases.cases), to: URL(fileURLWithPath: exported), named: exported, mode: 0o600)
            return console.note(
                "\(Count.of(cases.cases.count, "case")) written to \(exported): fill in the column 'label'.")
        }
        if options.json {
            for item in cases.cases { try console.print(json: ReviewCaseJSON(item)) }
            return
        }
        var session = ReviewSession(review: review, console: console, cases: cases.cases, messages: cases.messages)
        var reader = LineReader(
            mode: console.isInteractive ? .terminal : .plain, completion: session.completion)
        try session.run(&reader)
    }

    /// The cases, and how many messages they were chosen from; nil of labels, which tell nothing of messages.
    private func cases(_ review: Review, on console: Console) throws -> (cases: [ReviewCase], messages: Int?) {
        if suspects { return (Array(try review.suspects().prefix(limit ?? .max)), nil) }
        let progress = JobProgressLine(on: console)
        defer { progress.finish() }
        let queue = try review.queue(limit: limit ?? Self.usualLimit) { progress.show($0) }
        return (queue.cases, queue.messages)
    }

    private func findTopics(on console: Console) throws {
        let installation = Installation(cache: try CommandEnvironment.current.cache())
        let discovery = try TopicDiscovery(
            folder: options.existing().url, installation: installation, all: allMessages)
        let drafts = try draft.compactMap(TopicDraft.init).map { (try discovery.draft($0.name), $0.topic) }
        let progress = JobProgressLine(on: console)
        defer { progress.finish() }
        let topics = try discovery.topics(count: clusters) { progress.show($0) }
        progress.finish()
        if let (_, wrong) = drafts.first(where: { $0.1 > topics.count }) {
            throw BotError(
                .usage, "there is no topic \(wrong)",
                mend: "There are \(topics.count); 'frontdesk review --new' with the same options lists them")
        }
        for (draft, topic) in drafts {
            let count = try discovery.write(draft, of: topics[topic - 1])
            console.note("\(draft.file): \(Count.of(count, "example")); write its answer.")
        }
        guard drafts.isEmpty else { return }
        if options.json {
            for topic in topics { try console.print(json: TopicJSON(topic)) }
        } else {
            try TopicReport(topics: topics, looksAtAll: discovery.looksAtAll).print(on: console)
        }
    }

    private func take(_ file: String, _ review: Review, on console: Console) throws {
        let count = try review.take(TextFile.bytes(of: URL(fileURLWithPath: file), named: file), named: file)
        if options.json { return try console.print(json: Taken(decided: count)) }
        guard count > 0 else {
            return try console.print("Nothing was decided: no row with a label has a message that is still undecided.")
        }
        try console.print(
            """
            \(Count.of(count, "message")) decided. \(count == 1 ? "It counts" : "They count") from now on; \
            'frontdesk train' learns \(count == 1 ? "it" : "them").
            """)
    }

    private func writeLabels(_ review: Review, on console: Console) throws {
        let written = try review.writeLabels()
        if options.json { return try console.print(json: WrittenLabelsJSON(written)) }
        for (file, count) in written.files.sorted(by: { $0.key < $1.key }) {
            let what = file.hasPrefix("knowledge/") ? Count.of(count, "alias", "aliases") : Count.of(count, "example")
            try console.print("\(file): \(what) added")
        }
        if written.files.isEmpty { try console.print("There is nothing to add.") }
        noteLeft(written, on: console)
    }

    private func noteLeft(_ written: LabelWriter.Written, on console: Console) {
        if written.left > 0 {
            console.note(
                """
                \(Count.of(written.left, "message")) left: their intents do not stand in .yml files, or their entries not \
                in .yml or .jsonl files in their language.
                """)
        }
        if written.setAside > 0 {
            console.note(
                """
                \(Count.of(written.setAside, "label")) that \(written.setAside == 1 ? "was" : "were") set aside \
                \(written.setAside == 1 ? "is" : "are") not written; 'frontdesk review --suspects' shows \
                \(written.setAside == 1 ? "it" : "them").
                """)
        }
        note(written.contradicted, on: console)
    }

    private static let shownContradictions = 10

    private func note(_ contradicted: [LabelWriter.Contradiction], on console: Console) {
        guard !contradicted.isEmpty else { return }
        console.note(
            """
            \(Count.of(contradicted.count, "message")) left: intents/ has the same words under another label; take \
            them out there, then write again.
            """)
        for one in contradicted.prefix(Self.shownContradictions) {
            console.note("  \(one.location) is '\(one.intent ?? "oos")', and was labelled '\(one.label.name)'")
        }
        let more = contradicted.count - Self.shownContradictions
        if more > 0 { console.note("  and \(more) more") }
    }

    private struct Taken: Encodable {
        let decided: Int
    }
}

/// What `review --write --json` prints.
private struct WrittenLabelsJSON: Encodable {
    struct Contradiction: Encodable {
        let file: String
        let line: Int?
        let column: Int?
        let intent: String
        let label: String
    }

    let files: [String: Int]
    let left: Int
    let setAside: Int
    let contradicted: [Contradiction]

    enum CodingKeys: String, CodingKey {
        case files, left
        case setAside = "set_aside"
        case contradicted
    }

    init(_ written: LabelWriter.Written) {
        files = written.files
        left = written.left + written.contradicted.count
        setAside = written.setAside
        contradicted = written.contradicted.map { one in
            Contradiction(
                file: one.location.file, line: one.location.line, column: one.location.column,
                intent: one.intent ?? "oos", label: one.label.name)
        }
    }
}

/// A case as `review --json` prints it.
struct ReviewCaseJSON: Encodable {
    struct Proposal: Encodable {
        let label: String
        let confidence: Double
    }

    let id: String
    let text: String
    let texts: [String]
    let conversation: String
    let messages: Int
    let customers: Int
    let reasons: [ReviewCase.Reason]
    let proposals: [Proposal]
    let label: String?
    let score: Double

    init(_ item: ReviewCase) {
        id = item.id
        text = item.text
        texts = item.texts
        conversation = item.messages[0].conversation
        messages = item.messages.count
        customers = item.customers
        reasons = item.reasons
        proposals = item.proposals.map { Proposal(label: $0.label.name, confidence: $0.confidence) }
        label = item.present?.name
        score = item.score
    }
}
