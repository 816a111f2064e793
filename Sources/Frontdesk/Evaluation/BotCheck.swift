internal import Foundation

/// Looks at everything that makes a bot, and tells all that is wrong or doubtful at once: what `check` prints.
package struct BotCheck: Sendable {
    /// How much there is.
    package struct Summary: Sendable, Hashable {
        package let intents: Int
        package let examples: Int
        /// Of all knowledge files, passages left out.
        package let entries: Int
        /// Files that hold passages: articles, and documents that were imported.
        package let articles: Int
        package let languages: [String]
        /// The model that answers, nil before the first training.
        package let model: String?
        /// The base model that the bot stands on.
        package let base: String
    }

    package let errors: [BotError]
    /// What does not hinder the bot, but its answers; the kind is `failed`.
    package let warnings: [BotError]
    package let summary: Summary

    /// Checks a bot; `today` is the day by which entries expire, as `YYYY-MM-DD`.
    package init(_ folder: BotFolder, _ installation: Installation, today: String = KnowledgeEntry.today()) throws {
        var problems = BotErrors()
        let material = try BotMaterial(folder, &problems)
        let names = NameCheck(material)
        for problem in names.problems { problems.append(problem) }
        let (model, base) = try ModelCheck(folder, installation).check(&problems)
        errors = problems.errors
        warnings = DoubtCheck(material, today: today).warnings + names.doubts
        let (passages, entries) = (
            material.entries.filter(\.isPassage), material.entries.filter { !$0.isPassage }
        )
        summary = Summary(
            intents: material.catalog.intents.count,
            examples: material.catalog.intents.reduce(0) { $0 + $1.examples.count },
            entries: entries.count, articles: Set(passages.map(\.location.file)).count,
            languages: material.settings.languages.map(\.rawValue), model: model, base: base)
    }
}

/// Checks the base models and the model that answers against their digests.
private struct ModelCheck {
    private let folder: BotFolder
    private let installation: Installation

    init(_ folder: BotFolder, _ installation: Installation) {
        self.folder = folder
        self.installation = installation
    }

    /// The model that answers and its base; a bot that was never opened has the default base and no model.
    func check(_ problems: inout BotErrors) throws -> (model: String?, base: String) {
        var bases = [Installation.defaultBase]
        var model: String?
        let store = folder.state.appending(path: "store.sqlite").path(percentEncoded: false)
        if FileManager.default.fileExists(atPath: store) {
            _ = try problems.collect {
                let registry = ModelRegistry(try Store(folder: folder.state), folder: folder)
                bases = [try registry.base()]
                model = try registry.champion()
                guard let model else { return }
                let base = try check(model: model, registry)
                if base != bases[0] { bases.insert(base, at: 0) }
            }
        }
        for base in bases { _ = try problems.collect { try check(base: base) } }
        return (model, bases[0])
    }

    /// Compares a model's files with their digests, and loads it where its base model is there; returns that.
    private func check(model: String, _ registry: ModelRegistry) throws -> String {
        let folder = registry.folder(of: model)
        let manifest = try ModelManifest.load(from: folder)
        try manifest.verify(folder)
        if let encoder = manifest.encoder { try TunedEncoders(self.folder).verify(encoder) }
        if installation.has(manifest.base) { _ = try LoadedModel(model, registry, installation) }
        return manifest.base
    }

    private func check(base: String) throws {
        let folder = try installation.folder(of: base)
        guard try Installation.digest(of: folder) == base else {
            throw BotError(
                .badData, at: SourceLocation(file: folder.path(percentEncoded: false)),
                "this base model is not what was added: its digest differs",
                mend: "Delete the folder, and add the base model again")
        }
    }
}
