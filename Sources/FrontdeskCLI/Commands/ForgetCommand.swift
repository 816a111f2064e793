internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk forget`
struct ForgetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget", abstract: "Remove everything that a customer wrote, and the models that hold it.",
        discussion: """
            Removed are conversations, ratings, corrections, lines of the handoff's file and of the chat's history, and \
            models that were trained with them; the model that answers stays until 'frontdesk train' has made the next. \
            Nothing is asked; --dry-run only tells what would go. Exports and backups are yours to clear, and so are lines \
            of the bot's own files that hold words of theirs: each is named.
            """)

    @Argument(help: ArgumentHelp("The customer, as --customer named them.", valueName: "customer"))
    var customer: String?

    @Option(help: ArgumentHelp("Forget this conversation alone.", valueName: "id"))
    var conversation: String?

    @Flag(help: "Only tell what would be removed.")
    var dryRun = false

    @OptionGroup var options: BotOptions

    func validate() throws {
        guard (customer == nil) != (conversation == nil) else {
            throw ValidationError("name either a customer or a --conversation")
        }
    }

    func run() throws {
        let console = CommandEnvironment.current.console
        let subject = customer.map(Forgetting.Subject.customer) ?? .conversation(conversation ?? "")
        let forgotten = try Forgetting(folder: options.existing()).forget(subject, isDry: dryRun)
        if options.json { return try console.print(json: forgotten) }
        for line in lines(forgotten) { try console.print("\(line)") }
    }

    private func lines(_ forgotten: Forgotten) -> [String] {
        let name = customer ?? conversation ?? ""
        guard forgotten.isSomething else { return ["Nothing is kept of '\(name)'."] }
        let counted: [(count: Int, one: String, many: String?)] = [
            (forgotten.conversations, "conversation", nil), (forgotten.turns, "turn", nil),
            (forgotten.corrections, "correction", nil), (forgotten.handoffs, "handoff", nil),
            (forgotten.historyLines, "line of the chat's history", "lines of the chat's history"),
            (forgotten.removedModels.count, "model", nil),
        ]
        let counts = counted.filter { $0.count > 0 }.map { Count.of($0.count, $0.one, $0.many) }
        let verb = dryRun ? "Would be removed" : "Removed"
        var lines = ["\(verb) of '\(name)': \(counts.joined(separator: ", "))."]
        if let champion = forgotten.champion {
            lines.append(
                "The model that answers, \(champion), was trained with them: 'frontdesk train' makes the next.")
        }
        if !forgotten.copies.isEmpty { lines.append(Self.told(forgotten.copies)) }
        return lines
    }

    /// So many places are shown to a person.
    private static let most = 10

    /// Whoever is forgotten may have written what others write too, which may stay.
    private static func told(_ copies: [SourceLocation]) -> String {
        let places = copies.prefix(most).map(\.description).joined(separator: ", ")
        let rest = copies.count > most ? " and \(copies.count - most) more" : ""
        return """
            Your own files still hold words of theirs: \(places)\(rest); take out what is theirs, then 'frontdesk train'.
            """
    }
}
