/// Finds what intents lack: examples, wordings in each language, uses of what they name.
struct IntentDoubts {
    private static let enoughExamples = 10

    private let material: BotMaterial
    /// The bot's languages in which it is written: those in which there is an example, or all where there is none.
    let languages: [Language]
    /// The values that answers name.
    private let usedValues: Set<String>

    init(_ material: BotMaterial) {
        self.material = material
        let all = material.settings.languages
        let found = Set(material.catalog.intents.flatMap(\.examples).compactMap { Self.language(of: $0, among: all) })
        languages = found.isEmpty ? all : all.filter(found.contains)
        usedValues = Set(material.catalog.intents.flatMap { $0.answers + $0.unavailable }.flatMap(\.names))
    }

    var warnings: [BotWarning] {
        material.catalog.intents.flatMap { intent in
            fewExamples(of: intent) + missingWordings(of: intent) + unreachable(of: intent) + unusedSlots(of: intent)
                + unknownValues(of: intent)
        } + missingOwnWordings
    }

    /// Of languages but Chinese none is told from the others; nil is what has no letters, which counts for each.
    private static func language(of example: Example, among languages: [Language]) -> Language? {
        guard let language = Language.detect(in: example.text) else { return nil }
        return language == .chinese ? language : languages.first { $0 != .chinese } ?? language
    }
}

// MARK: - Examples and languages

extension IntentDoubts {
    private func fewExamples(of intent: Intent) -> [BotWarning] {
        let found = intent.examples.map { Self.language(of: $0, among: languages) }
        return languages.compactMap { language in
            let count = found.count { $0 == nil || $0 == language }
            guard count < Self.enoughExamples else { return nil }
            let isMissing = count == 0 && !found.isEmpty
            return BotWarning(
                isMissing ? .missingLanguage : .fewExamples, at: intent.location,
                "the intent '\(intent.name)' has \(count) example\(count == 1 ? "" : "s") in '\(language.rawValue)'",
                mend: "Write \(Self.enoughExamples) or more")
        }
    }

    private func missingWordings(of intent: Intent) -> [BotWarning] {
        guard !intent.answers.isEmpty || intent.handoff != nil else {
            return [
                BotWarning(
                    .missingAnswer, at: intent.location, "the intent '\(intent.name)' has no answer",
                    mend: "Write one under 'answers'")
            ]
        }
        return missing(intent.title, intent.location, "the title of '\(intent.name)'")
            + missing(intent.answers, intent.location, "the answer of '\(intent.name)'")
            + missing(intent.unavailable, intent.location, "'unavailable' of '\(intent.name)'")
            + intent.slots.flatMap { missing($0.ask, $0.location, "the question for the slot '\($0.name)'") }
    }

    private var missingOwnWordings: [BotWarning] {
        BotWording.Key.allCases.flatMap { key in
            let variants = material.catalog.wording[key]
            return missing(
                variants, variants.first?.location ?? SourceLocation(file: ""), "the wording '\(key.rawValue)'")
        }
    }

    /// Of several variants it is enough that one has the language.
    private func missing(_ variants: [AnswerVariant], _ location: SourceLocation, _ what: String) -> [BotWarning] {
        let wording = variants.reduce(into: LocalizedText()) { $0.merge($1.wording) { first, _ in first } }
        return missing(wording, variants.first?.location ?? location, what)
    }

    /// What is not written at all is not missing in a language.
    private func missing(_ wording: LocalizedText, _ location: SourceLocation, _ what: String) -> [BotWarning] {
        guard !wording.isEmpty else { return [] }
        return languages.filter { wording[$0] == nil }.map { language in
            BotWarning(
                .missingLanguage, at: location, "\(what) is missing in '\(language.rawValue)'",
                mend: "Add '\(language.rawValue): …'")
        }
    }
}

// MARK: - What nobody is told or asked

extension IntentDoubts {
    private func unreachable(of intent: Intent) -> [BotWarning] {
        let variants = intent.answers + intent.unavailable + intent.slots.map(\.question)
        let foreign = variants.flatMap { variant in
            variant.wording.keys.filter { !Language.read.contains($0) }.sorted { $0.rawValue < $1.rawValue }.map {
                BotWarning(
                    .unreachableAnswer, at: variant.location,
                    "the wording in '\($0.rawValue)' is never told: the bot reads and answers 'en' and 'zh'",
                    mend: "Remove it")
            }
        }
        guard intent.action == nil, let first = intent.unavailable.first else { return foreign }
        return foreign + [
            BotWarning(
                .unreachableAnswer, at: first.location,
                "'unavailable' of '\(intent.name)' is never told: it is for an action that fails, and there is none",
                mend: "Name the action, or remove it")
        ]
    }

    /// A slot is of use where an action reads it, a person who takes over, or a template of any intent.
    private func unusedSlots(of intent: Intent) -> [BotWarning] {
        guard intent.action == nil, intent.handoff == nil else { return [] }
        let marked = Set(intent.examples.flatMap(\.entities).map(\.slot))
        return intent.slots.filter { !marked.contains($0.name) && !usedValues.contains($0.name) }.map { slot in
            BotWarning(
                .unusedSlot, at: slot.location, "no example, answer or action uses the slot '\(slot.name)'",
                mend: "Use it as {{\(slot.name)}} in an answer, or remove it")
        }
    }

    /// A question for a slot is told as it stands but for facts: nothing else is known yet.
    private func unknownValues(of intent: Intent) -> [BotWarning] {
        intent.slots.flatMap { slot in
            slot.question.names.filter { !$0.hasPrefix("facts.") || material.fact(named: $0) == nil }.map { name in
                BotWarning(
                    .unknownValue, at: slot.location,
                    "nothing fills in '\(name)' in the question for the slot '\(slot.name)'",
                    mend: "Name a fact of frontdesk.yml as {{facts.NAME}}, or write the words themselves")
            }
        }
    }
}

extension Language {
    /// Those that messages are understood in.
    static let read: Set<Language> = [.english, .chinese]
}

extension Slot {
    /// The question for it, as the answers' wordings are.
    var question: AnswerVariant { AnswerVariant(wording: ask, location: location) }
}

extension AnswerVariant {
    /// The values that its wordings name; a wording that is no template names none, which is an error told elsewhere.
    var names: [String] {
        wording.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap { _, text -> [String] in
            do throws(BotError) {
                return try AnswerTemplate(text, at: location).names
            } catch {
                return []
            }
        }
    }
}
