/// Finds facts that nothing uses or that are not there, and what the settings leave open.
struct SettingsDoubts {
    private let material: BotMaterial
    private let languages: [Language]

    /// `languages` are those in which the bot is written.
    init(_ material: BotMaterial, languages: [Language]) {
        self.material = material
        self.languages = languages
    }

    var warnings: [BotWarning] { unusedLanguages + facts + missingFacts + missingHandoff }

    private var place: SourceLocation {
        SourceLocation(file: material.folder.relativePath(of: material.folder.settings))
    }

    /// One warning instead of one for each intent, where nothing is written in a language.
    private var unusedLanguages: [BotWarning] {
        material.settings.languages.filter { !languages.contains($0) }.map { language in
            let others = languages.map(\.rawValue).joined(separator: ", ")
            return BotWarning(
                .unusedLanguage, at: place,
                "'\(language.rawValue)' is a language of the bot's, but no example is in it",
                mend: "Write 'languages: [\(others)]', or examples and answers in '\(language.rawValue)'")
        }
    }

    private var facts: [BotWarning] {
        let used = usedFacts
        return material.settings.facts.sorted { $0.key < $1.key }.flatMap { name, wording -> [BotWarning] in
            let location = material.settings.factLocations[name] ?? place
            guard used.contains(name) else {
                return [
                    BotWarning(
                        .unusedFact, at: location, "nothing uses the fact '\(name)'",
                        mend: "Use it as {{facts.\(name)}}, or remove it")
                ]
            }
            return languages.filter { wording[$0] == nil && !wording.isEmpty }.map { language in
                BotWarning(
                    .missingLanguage, at: location, "the fact '\(name)' is missing in '\(language.rawValue)'",
                    mend: "Add '\(language.rawValue): …'")
            }
        }
    }

    /// Facts that the bot itself reads: its name at the prompt, and whom to turn to.
    private static let ownFacts: Set<String> = ["bot", "contact"]

    private var usedFacts: Set<String> {
        let catalog = material.catalog
        let intents = catalog.intents.flatMap { $0.answers + $0.unavailable + $0.slots.map(\.question) }
        let wordings = BotWording.Key.allCases.flatMap { catalog.wording[$0] }
        let entries = material.entries.filter { $0.answer.contains("{{") }.map {
            AnswerVariant(wording: [$0.language: $0.answer], location: $0.location)
        }
        let names = (intents + wordings + entries).flatMap(\.names)
        // A section, {{#facts}}…{{/facts}}, may hold any of them.
        if names.contains("facts") { return Set(material.settings.facts.keys) }
        return Set(names.filter { $0.hasPrefix("facts.") }.map { String($0.dropFirst("facts.".count)) })
            .union(Self.ownFacts)
    }

    /// What the built-in wording names; what the bot's own files name and is not there is an error.
    private var missingFacts: [BotWarning] {
        guard material.settings.handoff == nil else { return [] }
        let names = material.catalog.wording[.handoffContact].flatMap(\.names)
        return Set(names).filter { $0.hasPrefix("facts.") && material.fact(named: $0) == nil }.sorted().map { name in
            let fact = name.dropFirst("facts.".count)
            return BotWarning(
                .missingFact, at: place, "there is no fact '\(fact)', with which a customer is sent to a person",
                mend: "Write 'facts: {\(fact): …}', such as a phone number and when it is answered")
        }
    }

    private var missingHandoff: [BotWarning] {
        guard material.settings.handoff == nil else { return [] }
        return [
            BotWarning(
                .noHandoff, at: place, "no handoff is set: a customer who needs a person gets the contact only",
                mend: "Name a command or file under 'handoff'")
        ]
    }
}
