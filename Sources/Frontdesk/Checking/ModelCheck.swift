internal import Foundation

/// Checks the base models and the model that answers against their digests.
struct ModelCheck {
    /// What a bot has to answer with.
    struct Installed {
        /// The id of the model that answers; nil before the first training.
        fileprivate(set) var champion: String?
        /// The model that answers, where it and its base model could be loaded.
        fileprivate(set) var model: LoadedModel?
        /// The base model that the bot stands on.
        fileprivate(set) var base = Installation.defaultBase
        /// Nil where the bot was never opened: a check makes none.
        fileprivate(set) var store: Store?
    }

    private let folder: BotFolder
    private let installation: Installation

    init(_ folder: BotFolder, _ installation: Installation) {
        self.folder = folder
        self.installation = installation
    }

    /// What is there; what is wrong with it goes to `problems`.
    func check(_ problems: inout BotErrors) throws -> Installed {
        var installed = Installed()
        var bases = [installed.base]
        let file = folder.state.appending(path: "store.sqlite").path(percentEncoded: false)
        if FileManager.default.fileExists(atPath: file) {
            _ = try problems.collect {
                let store = try Store(folder: folder.state)
                installed.store = store
                let registry = ModelRegistry(store, folder: folder)
                bases = [try registry.base()]
                installed.champion = try registry.champion()
                guard let id = installed.champion else { return }
                let base = try check(id, registry, &installed)
                if base != bases[0] { bases.insert(base, at: 0) }
            }
        }
        for base in bases { _ = try problems.collect { try check(base: base) } }
        installed.base = bases[0]
        return installed
    }

    /// Compares a model's files with their digests, and loads it where its base model is there; returns that.
    private func check(_ id: String, _ registry: ModelRegistry, _ installed: inout Installed) throws -> String {
        let folder = registry.folder(of: id)
        let manifest = try ModelManifest.load(from: folder)
        try manifest.verify(folder)
        if let encoder = manifest.encoder { try TunedEncoders(self.folder).verify(encoder) }
        if installation.has(manifest.base) { installed.model = try LoadedModel(id, registry, installation) }
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
