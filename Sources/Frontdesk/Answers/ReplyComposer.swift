/// Puts the bot's decisions into words: picks a variant, fills in values, adds citations.
struct ReplyComposer {
    private let files: LiveFiles.Contents
    /// Which of several variants is taken: the same message in the same conversation is answered alike.
    private let seed: UInt64

    init(files: LiveFiles.Contents, seed: UInt64) {
        self.files = files
        self.seed = seed
    }

    /// One of the bot's own wordings.
    func own(_ key: BotWording.Key, _ language: Language, _ values: [String: String] = [:]) throws -> String {
        try render(files.catalog.wording[key], language, values)
    }

    /// A variant in the customer's language; without one, in another language after a sentence that says so.
    func render(_ variants: [AnswerVariant], _ language: Language, _ values: [String: String] = [:]) throws -> String {
        if let text = try text(of: variants, in: language, values) { return text }
        let written = variants.flatMap { $0.wording.keys }.sorted { $0.rawValue < $1.rawValue }
        for other in files.settings.languages + written {
            if let text = try text(of: variants, in: other, values) { return try announced(text, language) }
        }
        return ""
    }

    /// One of the variants that have a language; nil where none has it.
    private func text(
        of variants: [AnswerVariant], in language: Language, _ values: [String: String] = [:]
    ) throws -> String? {
        let fitting = variants.filter { $0.wording[language] != nil }
        guard let variant = pick(fitting), let wording = variant.wording[language] else { return nil }
        return try fill(wording, values, language, at: variant.location)
    }

    /// A text in another language, after a sentence in the customer's that says so.
    ///
    /// A sentence that itself is there in another language only gives way to the built-in one.
    private func announced(_ text: String, _ language: Language) throws -> String {
        let sentence =
            try self.text(of: files.catalog.wording[.otherLanguage], in: language)
            ?? self.text(of: BotWording()[.otherLanguage], in: language)
        return [sentence, text].compactMap(\.self).joined(separator: "\n")
    }

    /// What is told of a knowledge entry, word for word but for the facts in it, with where it stands.
    ///
    /// `text` is the entry's answer, or of an article's passage what answers the message.
    func answer(
        of entry: KnowledgeEntry, _ text: String, _ language: Language, citation: Int
    ) throws -> String {
        var answer = fillFacts(text, entry.language)
        if entry.language != language { answer = try announced(answer, language) }
        return answer + "\n[\(citation)] \(Self.cited(entry))"
    }

    /// An answer that comes from another program may hold marks that are no template: all but known facts stay as they are.
    private func fillFacts(_ answer: String, _ language: Language) -> String {
        guard answer.contains("{{") else { return answer }
        let facts = files.settings.facts(in: language)
        return answer.replacing(/\{\{\s*facts\.([\p{L}\p{N}._-]+)\s*\}\}/) { facts[String($0.1)] ?? String($0.0) }
    }

    /// Where an entry comes from, as cited: its own source, else its file.
    static func source(of entry: KnowledgeEntry) -> String {
        entry.source ?? entry.location.file
    }

    /// Title and source, as a citation names them; a passage's title path begins with its article's title already.
    private static func cited(_ entry: KnowledgeEntry) -> String {
        let source = source(of: entry)
        return entry.question.hasPrefix(source) ? entry.question : "\(entry.question) · \(source)"
    }

    /// What a customer reads for an option: an intent's title, an entry's question.
    func title(of option: Candidate.Option, entry: KnowledgeEntry?, _ language: Language) -> String {
        switch option {
        case .entry(let id): entry?.question ?? id
        case .intent(let name):
            files.catalog[name]?.title[language] ?? files.catalog[name]?.title.values.sorted().first
                ?? name.replacing("_", with: " ")
        }
    }

    /// Options as numbered lines.
    static func numbered(_ titles: [String]) -> String {
        titles.enumerated().map { "\($0 + 1). \($1)" }.joined(separator: "\n")
    }

    private func fill(
        _ wording: String, _ values: [String: String], _ language: Language, at location: SourceLocation
    ) throws -> String {
        guard wording.contains("{{") else { return wording }
        return try AnswerTemplate(wording, at: location).render(values, facts: files.settings.facts(in: language))
    }

    private func pick(_ variants: [AnswerVariant]) -> AnswerVariant? {
        variants.isEmpty ? nil : variants[Int(seed % UInt64(variants.count))]
    }
}
