internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk model list`
struct ModelListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the models, the newest first.",
        discussion: """
            --audit lists instead who did what to the bot, and when: trainings, promotions and refusals with their \
            reasons, labels given in chats and in the review, imported logs, what was forgotten. Rows come and never \
            change; only the name of a conversation goes when that is removed.
            """)

    @Flag(help: "List what was done, by whom and when, the newest first.")
    var audit = false

    @OptionGroup var options: BotOptions

    func run() throws {
        let console = CommandEnvironment.current.console
        if audit { return try showAudit(on: console) }
        let models = try options.registry().list()
        if options.json {
            for model in models { try console.print(json: ModelJSON(model)) }
            return
        }
        if models.isEmpty { return console.note("There is no model yet: 'frontdesk train' makes one.") }
        var table = Table([.init(), .init(), .init(), .init(.right), .init(.right), .init()])
        table.rows = models.map { model in
            [
                .init(model.id, model.isChampion ? .strong : nil), .init(model.recipe),
                .init(Self.minute(model.created)),
                .init(Count.of(model.examples, "example")), .init(model.accuracy.map(Percent.of) ?? ""),
                .init(model.isChampion ? "answers" : "", .good),
            ]
        }
        for line in table.lines(limit: console.columns) { try console.print(line) }
    }

    private func showAudit(on console: Console) throws {
        let entries = try AuditTrail(Store(folder: options.existing().state)).entries()
        if options.json {
            for entry in entries { try console.print(json: AuditJSON(entry)) }
            return
        }
        if entries.isEmpty { return console.note("Nothing was done yet.") }
        var table = Table([.init(), .init(), .init(), .init(), .init(shrinks: true)])
        table.rows = entries.map { entry in
            [
                .init(Self.minute(entry.time), .faint), .init(entry.person ?? ""), .init(entry.act, .strong),
                .init(entry.model ?? entry.conversation ?? ""), .init(entry.detail),
            ]
        }
        for line in table.lines(limit: console.columns) { try console.print(line) }
    }

    /// Local time, as far as a person needs it.
    static func minute(_ date: Date) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = "yyyy-MM-dd HH:mm"
        return formatter.string(from: date)
    }
}

/// What was done, as `--audit --json` prints it.
struct AuditJSON: Encodable {
    let time: Date
    let person: String?
    let act: String
    let model: String?
    let conversation: String?
    let detail: String

    init(_ entry: AuditTrail.Entry) {
        time = entry.time
        person = entry.person
        act = entry.act
        model = entry.model
        conversation = entry.conversation
        detail = entry.detail
    }
}

/// A model as `--json` prints it.
struct ModelJSON: Encodable {
    let model: String
    let recipe: String
    let created: Date
    let accuracy: Double?
    let examples: Int
    let champion: Bool

    init(_ entry: ModelRegistry.Entry) {
        model = entry.id
        recipe = entry.recipe
        created = entry.created
        accuracy = entry.accuracy
        examples = entry.examples
        champion = entry.isChampion
    }
}
