internal import Foundation

/// Looks at everything that makes a bot, and tells all that is wrong or doubtful at once: what `check` prints.
package struct BotCheck: Sendable {
    /// How much there is.
    package struct Summary: Sendable, Hashable {
        package let intents: Int
        package let examples: Int
        /// Of all knowledge files, passages left out.
        package let entries: Int
        /// Entries and passages that are kept for their author, and those whose last day is over.
        package let drafts: Int
        package let expired: Int
        /// Files that hold passages: articles, and documents that were imported.
        package let articles: Int
        package let languages: [String]
        /// The model that answers, nil before the first training.
        package let model: String?
        /// The base model that the bot stands on.
        package let base: String
    }

    package let errors: [BotError]
    /// What does not hinder the bot, but its answers.
    package let warnings: [BotWarning]
    package let summary: Summary

    /// Checks a bot; `today` is the day by which entries expire, as `YYYY-MM-DD`.
    ///
    /// A deep check has each label judged by the other examples, which takes as long as a training.
    package init(
        _ folder: BotFolder, _ installation: Installation, today: String = KnowledgeEntry.today(), isDeep: Bool = false,
        progress: @escaping (JobProgress) throws -> Void = { _ in }
    ) throws {
        var problems = BotErrors()
        let material = try BotMaterial(folder, &problems)
        let names = NameCheck(material)
        for problem in names.problems { problems.append(problem) }
        let installed = try ModelCheck(folder, installation).check(&problems)
        errors = problems.errors
        let written = WrittenExamples(material.catalog.trainingExamples)
        let doubts = Self.doubts(material, written, today) + names.doubts
        let told = Set(doubts.lazy.filter { $0.kind == .nearDuplicate }.map(\.location))
        let model = ModelDoubts(material, written, installed, installation, progress: progress)
        warnings = try doubts + (isDeep ? model.deepWarnings(besides: told) : model.quickWarnings(besides: told))
        summary = Summary(material, today: today, model: installed.champion, base: installed.base)
    }

    /// Every doubt about the files, in the order intents, knowledge, evaluation, settings.
    private static func doubts(
        _ material: BotMaterial, _ written: WrittenExamples, _ today: String
    ) -> [BotWarning] {
        let intents = IntentDoubts(material)
        let overlaps = OverlapCheck(written, material.answered(on: today))
        return intents.warnings + overlaps.warnings
            + KnowledgeDoubts(material, languages: intents.languages, today: today).warnings
            + LeakCheck(material).warnings + SettingsDoubts(material, languages: intents.languages).warnings
    }
}

extension BotCheck.Summary {
    fileprivate init(_ material: BotMaterial, today: String, model: String?, base: String) {
        let (passages, others) = (material.entries.filter(\.isPassage), material.entries.filter { !$0.isPassage })
        intents = material.catalog.intents.count
        examples = material.catalog.intents.reduce(0) { $0 + $1.examples.count }
        entries = others.count
        drafts = material.entries.count { $0.status == .draft }
        expired = material.entries.count { $0.hasExpired(on: today) }
        articles = Set(passages.map(\.location.file)).count
        languages = material.settings.languages.map(\.rawValue)
        self.model = model
        self.base = base
    }
}
