internal import Foundation

/// Computes ahead what replies read of new knowledge: the vectors of its texts, by the encoders of the model that answers.
///
/// What is computed is kept batch by batch, so that a run that was stopped is gone on with by the next one.
package struct KnowledgeEmbedding {
    private let index: KnowledgeIndex
    private let model: LoadedModel
    private let cache: EmbeddingCache

    /// More texts than this take so long that people are told how long.
    package static let announcedTexts = 20_000

    /// Nil where nothing is missing, or no model reads it: the first training embeds what it is made from.
    package init?(_ folder: BotFolder, _ store: Store, installation: () throws -> Installation) throws {
        let registry = ModelRegistry(store, folder: folder)
        guard let champion = try registry.champion() else { return nil }
        let index = KnowledgeIndex(store)
        let base = try ModelManifest.load(from: registry.folder(of: champion)).base
        guard try !index.isEmbedded(by: base) else { return nil }
        try self.init(index, LoadedModel(champion, registry, installation()), EmbeddingCache(store))
    }

    init(_ index: KnowledgeIndex, _ model: LoadedModel, _ cache: EmbeddingCache) {
        (self.index, self.model, self.cache) = (index, model, cache)
    }

    /// Computes all that is missing; an error that `progress` throws stops it.
    package func run(progress: (JobProgress) throws -> Void) throws {
        // When the last step is done, who chats takes all of it in.
        try embedQuestions(progress)
        let announcement = Announcement()
        let encoder = model.encoder
        try index.embed(encoder: encoder.base.name) { done, total in
            if let words = announcement.words(done, total) { try progress(JobProgress(announcing: words)) }
            try progress(JobProgress(step: "Embedding", done: done, total: total))
        } _: {
            try encoder.embeddings(of: $0, in: cache)
        }
    }

    /// The new questions of few entries are examples at once, which the classifier compares with messages.
    private func embedQuestions(_ progress: (JobProgress) throws -> Void) throws {
        guard model.encoder.tuned != nil, try !index.hasMoreEntries(than: Mind.mostLiveEntries) else { return }
        let questions = try index.entries().filter { $0.status == .published }.flatMap(TrainingExample.questions)
        let added = model.classifier.difference(to: questions).added.map(\.text)
        try model.encoder.readByTuned(added, in: cache) { done, total in
            try progress(JobProgress(step: "Embedding questions", done: done, total: total))
        }
    }
}

/// Says once how long very many texts will take, by how long the first ones took.
private final class Announcement {
    private var first: (time: ContinuousClock.Instant, done: Int)?
    private var isMade = false

    private static let sample = 8 * EmbeddingCache.batch

    /// What to say now; mostly nothing.
    func words(_ done: Int, _ total: Int) -> String? {
        guard !isMade, total > KnowledgeEmbedding.announcedTexts else { return nil }
        guard let first else {
            first = (.now, done)
            return nil
        }
        guard done - first.done >= Self.sample else { return nil }
        isMade = true
        let seconds = first.time.milliseconds / 1000 / Double(done - first.done) * Double(total - done)
        return """
            Embedding \(total) texts takes \(ExpectedTime.words(seconds)). Ctrl-C leaves the rest to 'frontdesk train'; \
            until then entries are found by their words.
            """
    }
}
