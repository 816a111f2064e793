internal import Foundation

/// Checks that what evaluation, calibration and settings name is there.
struct NameCheck {
    private let material: BotMaterial
    private let names: KnownNames

    init(_ material: BotMaterial) {
        self.material = material
        names = KnownNames(intents: Set(material.catalog.names), entries: Set(material.entries.map(\.id)))
    }

    /// Every name that leads nowhere, in the order of the files.
    var problems: [BotError] {
        let messages = labels.filter { $0.unknown.count == $0.count }.flatMap(\.unknown)
        let steps = material.conversations.flatMap(\.steps).flatMap { wrongNames(in: $0) }
        return messages + steps + handoffProblems
    }

    /// The names that lead nowhere where others beside them do: what is labelled with them can still be right.
    var doubts: [BotWarning] {
        labels.filter { $0.unknown.count < $0.count }.flatMap(\.unknown).compactMap { error in
            error.location.map { location in
                BotWarning(
                    .unknownLabel, at: location, error.problem, mend: error.mend ?? "Remove it, or write what it names")
            }
        }
    }

    /// For each message and query the number of its labels, and those that lead nowhere.
    private var labels: [(count: Int, unknown: [BotError])] {
        let messages = (material.messages + material.calibration).map { message in
            (count: message.right.count, unknown: wrongNames(in: message))
        }
        let queries = material.queries.map { query in
            (
                count: query.relevant.count,
                unknown: query.relevant.sorted().compactMap { unknown(entry: $0, at: query.location) }
            )
        }
        return messages + queries
    }

    private func wrongNames(in message: EvaluationMessage) -> [BotError] {
        message.right.sorted { $0.name < $1.name }.compactMap { option in
            switch option {
            case .intent(let name): unknown(intent: name, at: message.location)
            case .entry(let id): unknown(entry: id, at: message.location)
            }
        }
    }

    private static let routes = ["template", "knowledge", "clarify", "ask", "handoff", "fallback"]

    private func wrongNames(in step: ConversationTest.Step) -> [BotError] {
        var problems: [BotError] = []
        if let route = step.route, !Self.routes.contains(route) {
            problems.append(
                BotError(
                    .badData, at: step.location, "there is no route '\(route)'",
                    mend: Suggestion.mend(for: route, among: Self.routes)))
        }
        return problems
            + [
                step.intent.flatMap { unknown(intent: $0, at: step.location) },
                step.knowledge.flatMap { unknown(entry: $0, at: step.location) },
            ].compactMap { $0 }
    }

    private func unknown(intent: String, at location: SourceLocation) -> BotError? {
        material.hasAllIntents ? names.unknown(intent: intent, at: location) : nil
    }

    private func unknown(entry: String, at location: SourceLocation) -> BotError? {
        material.hasAllIntents && material.hasAllEntries ? names.unknown(entry: entry, at: location) : nil
    }

    private var handoffProblems: [BotError] {
        guard case .command(let command)? = material.settings.handoff else { return [] }
        let file = command.hasPrefix("/") ? URL(fileURLWithPath: command) : material.folder.url.appending(path: command)
        guard !FileManager.default.isExecutableFile(atPath: file.path(percentEncoded: false)) else { return [] }
        return [
            BotError(
                .badData, at: SourceLocation(file: material.folder.relativePath(of: material.folder.settings)),
                "the handoff's command '\(command)' is no executable file",
                mend: "Put it into the bot's folder and make it executable with chmod +x")
        ]
    }
}
