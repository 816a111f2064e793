/// The names that labels can lead to: the intents and entries that there are.
struct KnownNames {
    /// Nil where not all of them could be read: what is not found may be among the others.
    private let intents: Set<String>?
    private let entries: Set<String>?
    private let sorted: (intents: [String], all: [String])

    /// An unknown name is compared with all: only the first of them are worth the time.
    static let mostSuggestions = 20

    private static let routes = ["template", "knowledge", "clarify", "ask", "handoff", "fallback"]

    init(intents: Set<String>?, entries: Set<String>?) {
        (self.intents, self.entries) = (intents, entries)
        sorted = ((intents ?? []).sorted(), (entries ?? []).union(intents ?? []).sorted())
    }

    /// The error of an intent that is not there; nil for one that is.
    func unknown(intent: String, at location: SourceLocation, suggests: Bool = true) -> BotError? {
        guard let intents, !intents.contains(intent) else { return nil }
        return BotError(
            .badData, at: location, "there is no intent '\(intent)'",
            mend: suggests ? Suggestion.question(for: intent, among: sorted.intents) : nil)
    }

    /// The error of an entry that is not there; nil for one that is.
    func unknown(entry: String, at location: SourceLocation, suggests: Bool = true) -> BotError? {
        guard let entries, !entries.contains(entry) else { return nil }
        return BotError(
            .badData, at: location, "there is no intent and no entry '\(entry)'",
            mend: suggests ? Suggestion.question(for: entry, among: sorted.all) : nil)
    }

    /// What a turn of a conversation expects and can never get: a route, an intent or an entry that is not there.
    func unknownNames(in step: ConversationTest.Step) -> [BotError] {
        [
            step.route.flatMap { Self.unknown(route: $0, at: step.location) },
            step.intent.flatMap { unknown(intent: $0, at: step.location) },
            step.knowledge.flatMap { unknown(entry: $0, at: step.location) },
        ].compactMap { $0 }
    }

    private static func unknown(route: String, at location: SourceLocation) -> BotError? {
        guard !routes.contains(route) else { return nil }
        return BotError(
            .badData, at: location, "there is no route '\(route)'", mend: Suggestion.mend(for: route, among: routes))
    }

    /// Throws what of messages' labels leads nowhere, where no other label of the message leads somewhere, and what
    /// turns of conversations expect that is not there.
    ///
    /// Such a message or turn would count as a mistake whatever the bot replies.
    func assertLabels(of messages: [EvaluationMessage], _ conversations: [ConversationTest]) throws {
        var errors = BotErrors()
        for message in messages where !message.isOutOfScope {
            let suggests = errors.errors.count < Self.mostSuggestions
            let wrong = message.right.sorted { $0.name < $1.name }.compactMap { option -> BotError? in
                switch option {
                case .intent(let name): unknown(intent: name, at: message.location, suggests: suggests)
                case .entry(let id): unknown(entry: id, at: message.location, suggests: suggests)
                }
            }
            guard wrong.count == message.right.count else { continue }
            for error in wrong { errors.append(error) }
        }
        errors.append(contentsOf: conversations.flatMap(\.steps).flatMap(unknownNames))
        try errors.throwIfAny()
    }
}
