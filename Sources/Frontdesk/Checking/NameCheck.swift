internal import Foundation

/// Checks that what evaluation, calibration and settings name is there.
struct NameCheck {
    private let material: BotMaterial
    private let names: KnownNames
    /// For each message and query the number of its labels, and those that lead nowhere.
    private var labels: [(count: Int, unknown: [BotError])] = []

    init(_ material: BotMaterial) {
        self.material = material
        names = KnownNames(
            intents: material.hasAllIntents ? Set(material.catalog.names) : nil,
            entries: material.hasAllIntents && material.hasAllEntries ? Set(material.entries.map(\.id)) : nil)
        labels = readLabels()
    }

    /// Every name that leads nowhere, in the order of the files.
    var problems: [BotError] {
        let messages = labels.filter { $0.unknown.count == $0.count }.flatMap(\.unknown)
        let steps = material.conversations.flatMap(\.steps).flatMap { names.unknownNames(in: $0) }
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

    private func readLabels() -> [(count: Int, unknown: [BotError])] {
        var labels: [(count: Int, unknown: [BotError])] = []
        var found = 0
        func read(_ options: Set<Candidate.Option>, at location: SourceLocation) {
            let suggests = found < KnownNames.mostSuggestions
            let wrong = options.sorted { $0.name < $1.name }.compactMap { option in
                switch option {
                case .intent(let name): names.unknown(intent: name, at: location, suggests: suggests)
                case .entry(let id): names.unknown(entry: id, at: location, suggests: suggests)
                }
            }
            found += wrong.count
            labels.append((options.count, wrong))
        }
        for message in material.messages + material.calibration { read(message.right, at: message.location) }
        for query in material.queries { read(Set(query.relevant.map(Candidate.Option.entry)), at: query.location) }
        return labels
    }

    private var handoffProblems: [BotError] {
        guard case .command(let command)? = material.settings.handoff else { return [] }
        guard !FileManager.default.isExecutableFile(atPath: material.folder.absolute(command)) else { return [] }
        return [
            BotError(
                .badData, at: SourceLocation(file: material.folder.relativePath(of: material.folder.settings)),
                "the handoff's command '\(command)' is no executable file",
                mend: "Put it into the bot's folder and make it executable with chmod +x")
        ]
    }
}
