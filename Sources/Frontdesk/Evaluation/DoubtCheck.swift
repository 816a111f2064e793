/// Finds what lets a bot run, but answer or be measured worse than it could.
struct DoubtCheck {
    private static let enoughExamples = 10

    private let material: BotMaterial
    private let today: String
    private var languages: [Language] { material.settings.languages }

    init(_ material: BotMaterial, today: String) {
        self.material = material
        self.today = today
    }

    /// Every doubt, in the order intents, knowledge, evaluation, settings.
    var warnings: [BotError] {
        material.catalog.intents.flatMap { fewExamples(of: $0) + missingWordings(of: $0) }
            + missingOwnWordings + unknownFacts + expiredEntries + emptyEntries + contradictions + seenMessages
            + missingHandoff
    }

    private func warning(_ location: SourceLocation, _ problem: String, mend: String) -> BotError {
        BotError(.failed, at: location, problem, mend: mend)
    }
}

extension DoubtCheck {
    /// An example without letters counts for each language; of languages but Chinese none is told from the others.
    private func fewExamples(of intent: Intent) -> [BotError] {
        let isChinese = intent.examples.map { Language.detect(in: $0.text).map { $0 == .chinese } }
        return languages.compactMap { language in
            let count = isChinese.count { $0 == nil || $0 == (language == .chinese) }
            guard count < Self.enoughExamples else { return nil }
            return warning(
                intent.location,
                "the intent '\(intent.name)' has \(count) example\(count == 1 ? "" : "s") in '\(language.rawValue)'",
                mend: "Write \(Self.enoughExamples) or more")
        }
    }

    private func missingWordings(of intent: Intent) -> [BotError] {
        guard !intent.answers.isEmpty || intent.handoff != nil else {
            return [
                warning(intent.location, "the intent '\(intent.name)' has no answer", mend: "Write one under 'answers'")
            ]
        }
        return missing(intent.title, intent.location, "the title of '\(intent.name)'")
            + missing(intent.answers, intent.location, "the answer of '\(intent.name)'")
            + missing(intent.unavailable, intent.location, "'unavailable' of '\(intent.name)'")
            + intent.slots.flatMap { missing($0.ask, $0.location, "the question for the slot '\($0.name)'") }
    }

    private var missingOwnWordings: [BotError] {
        BotWording.Key.allCases.flatMap { key in
            let variants = material.catalog.wording[key]
            return missing(
                variants, variants.first?.location ?? SourceLocation(file: ""), "the wording '\(key.rawValue)'")
        }
    }

    /// Of several variants it is enough that one has the language.
    private func missing(_ variants: [AnswerVariant], _ location: SourceLocation, _ what: String) -> [BotError] {
        let wording = variants.reduce(into: LocalizedText()) { $0.merge($1.wording) { first, _ in first } }
        return missing(wording, variants.first?.location ?? location, what)
    }

    /// What is not written at all is not missing in a language.
    private func missing(_ wording: LocalizedText, _ location: SourceLocation, _ what: String) -> [BotError] {
        guard !wording.isEmpty else { return [] }
        return languages.filter { wording[$0] == nil }.map { language in
            warning(location, "\(what) is missing in '\(language.rawValue)'", mend: "Add '\(language.rawValue): …'")
        }
    }
}

extension DoubtCheck {
    /// Marks that are no fact of the bot's are told to customers as they stand.
    private var unknownFacts: [BotError] {
        material.entries.filter { $0.answer.contains("{{") }.flatMap { entry -> [BotError] in
            let names = (try? AnswerTemplate(entry.answer, at: entry.location))?.names ?? ["{{"]
            let unknown = names.filter {
                !$0.hasPrefix("facts.") || material.settings.facts[String($0.dropFirst("facts.".count))] == nil
            }
            return unknown.map {
                warning(
                    entry.location, "'\($0)' is no fact: the answer's marks are told as they stand",
                    mend: "Name a fact of frontdesk.yml as {{facts.NAME}}")
            }
        }
    }

    private var expiredEntries: [BotError] {
        material.entries.compactMap { entry in
            guard entry.status == .published, let last = entry.validUntil, last < today else { return nil }
            return warning(
                entry.location, "the entry '\(entry.id)' is no longer answered: it was valid until \(last)",
                mend: "Bring it up to date, or remove it")
        }
    }

    /// One warning for each file: where a column is missing, every entry lacks its answer.
    private var emptyEntries: [BotError] {
        let empty = material.entries.filter { $0.status == .published && $0.answer.isEmpty }
        let files = Dictionary(grouping: empty, by: \.location.file).sorted { $0.key < $1.key }
        return files.compactMap { _, entries in
            entries.first.map { first in
                warning(
                    first.location,
                    entries.count == 1 ? "the entry has no answer" : "\(entries.count) entries have no answer",
                    mend: "Write what the bot should tell, or make them drafts")
            }
        }
    }

    /// Entries that ask the same and answer otherwise: a customer gets the one or the other.
    ///
    /// Passages below one title tell more of the same, and nothing against each other.
    private var contradictions: [BotError] {
        struct Asked: Hashable {
            let question: String
            let language: Language
        }
        var first: [Asked: KnowledgeEntry] = [:]
        let answered = material.entries.filter { $0.isAnswered(on: today) && !$0.answer.isEmpty && !$0.isPassage }
        return answered.compactMap { entry in
            let asked = Asked(question: TextAnalysis.normalised(entry.question), language: entry.language)
            guard let other = first[asked] else {
                first[asked] = entry
                return nil
            }
            guard other.answer != entry.answer else { return nil }
            return warning(
                entry.location, "the same question has another answer at \(other.location)",
                mend: "Keep the one that is right, or ask more precisely")
        }
    }

    /// What a bot learnt from says nothing about how it does on what it has not seen.
    private var seenMessages: [BotError] {
        var seen: [MessageKey: SourceLocation] = [:]
        let examples = material.catalog.trainingExamples + material.entries.flatMap(TrainingExample.questions)
        for example in examples { seen[example.key] = example.location }
        let messages =
            (material.messages + material.calibration).map { ($0.text, $0.location) }
            + material.queries.map { ($0.text, $0.location) }
        return messages.compactMap { text, location in
            seen[MessageKey(text)].map { place in
                warning(
                    location, "this message is an example too, at \(place)",
                    mend: "Keep one of them: what is learnt from cannot be measured with")
            }
        }
    }

    private var missingHandoff: [BotError] {
        guard material.settings.handoff == nil else { return [] }
        return [
            warning(
                SourceLocation(file: material.folder.relativePath(of: material.folder.settings)),
                "no handoff is set: a customer who needs a person gets the contact only",
                mend: "Name a command or file under 'handoff'")
        ]
    }
}
