internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk model list`
struct ModelListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the models, the newest first.")

    @OptionGroup var options: BotOptions

    func run() throws {
        let console = CommandEnvironment.current.console
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
                .init("\(model.examples) examples"), .init(model.accuracy.map(Percent.of) ?? ""),
                .init(model.isChampion ? "answers" : "", .good),
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
