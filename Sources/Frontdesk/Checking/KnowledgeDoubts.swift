/// Finds entries that are told to nobody, or told wrongly.
struct KnowledgeDoubts {
    private let material: BotMaterial
    private let today: String
    /// The languages in which the bot is written.
    private let languages: [Language]

    init(_ material: BotMaterial, languages: [Language], today: String) {
        self.material = material
        self.languages = languages
        self.today = today
    }

    var warnings: [BotWarning] { unknownFacts + expiredEntries + emptyEntries + repetitions + oneLanguageEntries }

    /// Marks that are no fact of the bot's are told to customers as they stand.
    private var unknownFacts: [BotWarning] {
        material.entries.filter { $0.answer.contains("{{") }.flatMap { entry -> [BotWarning] in
            let names = (try? AnswerTemplate(entry.answer, at: entry.location))?.names ?? ["{{"]
            return names.filter { material.fact(named: $0) == nil }.map {
                BotWarning(
                    .unknownValue, at: entry.location, "'\($0)' is no fact: the answer's marks are told as they stand",
                    mend: "Name a fact of frontdesk.yml as {{facts.NAME}}")
            }
        }
    }

    /// One warning for each file: entries of one source often end on one day.
    private var expiredEntries: [BotWarning] {
        inFiles(material.entries.filter { $0.hasExpired(on: today) }).map { entries in
            let first = entries[0]
            let what =
                entries.count == 1
                ? "the entry '\(first.id)' is no longer answered: it was"
                : "\(entries.count) entries are no longer answered: the first, '\(first.id)', was"
            return BotWarning(
                .expiredEntry, at: first.location, "\(what) valid until \(first.validUntil ?? "")",
                mend: entries.count == 1 ? "Bring it up to date, or remove it" : "Bring them up to date, or remove them"
            )
        }
    }

    /// One warning for each file: where a column is missing, every entry lacks its answer.
    private var emptyEntries: [BotWarning] {
        inFiles(material.entries.filter { $0.status == .published && $0.answer.isEmpty }).map { entries in
            BotWarning(
                .emptyEntry, at: entries[0].location,
                entries.count == 1 ? "the entry has no answer" : "\(entries.count) entries have no answer",
                mend: "Write what the bot should tell, or make them drafts")
        }
    }

    /// The entries of each file, by its name.
    private func inFiles(_ entries: [KnowledgeEntry]) -> [[KnowledgeEntry]] {
        Dictionary(grouping: entries, by: \.location.file).sorted { $0.key < $1.key }.map(\.value)
    }
}

extension KnowledgeDoubts {
    /// Entries that ask the same: a customer gets the one or the other, or always the first of two that tell the same.
    ///
    /// Passages below one title tell more of the same, and nothing against each other.
    private var repetitions: [BotWarning] {
        struct Asked: Hashable {
            let question: String
            let language: Language
        }
        var first: [Asked: KnowledgeEntry] = [:]
        let answered = material.answered(on: today).filter { !$0.isPassage }
        return answered.compactMap { entry in
            let asked = Asked(question: TextAnalysis.normalised(entry.question), language: entry.language)
            guard let other = first[asked] else {
                first[asked] = entry
                return nil
            }
            guard other.answer == entry.answer else {
                return BotWarning(
                    .contradiction, at: entry.location, "the same question has another answer at \(other.location)",
                    mend: "Keep the one that is right, or ask more precisely")
            }
            return BotWarning(
                .hiddenEntry, at: entry.location, "the same question and answer stand at \(other.location) already",
                mend: "Remove one of them: customers need only one")
        }
    }

    /// One warning for all: a shop may well tell something in one language only.
    private var oneLanguageEntries: [BotWarning] {
        guard languages.count > 1 else { return [] }
        let entries = material.answered(on: today).filter { !$0.isPassage }
        let ids = Dictionary(grouping: entries, by: \.id).mapValues { Set($0.map(\.language)) }
        let counts = languages.compactMap { language -> String? in
            let count = ids.values.count { $0 == [language] }
            return count == 0 ? nil : "\(count) in '\(language.rawValue)' only"
        }
        guard !counts.isEmpty else { return [] }
        return [
            BotWarning(
                .oneLanguageEntries, at: SourceLocation(file: "knowledge"),
                "of \(ids.count) entries \(counts.joined(separator: ", ")): others are told them in that language",
                mend: "Write those that matter most in the other language, under the same id")
        ]
    }
}
