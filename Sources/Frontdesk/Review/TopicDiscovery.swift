internal import BERT
package import Foundation
internal import Kernels

/// Finds what customers write about: topics of the messages that no intent covers, or of all.
///
/// It needs no model of the bot's own where all messages are looked at: the base encoder reads them. Nothing that is
/// computed for it is kept, as a log may be long.
package struct TopicDiscovery {
    private let folder: BotFolder
    private let installation: Installation
    private let conversations: ConversationStore
    private let registry: ModelRegistry
    private let catalog: IntentCatalog
    /// What tells whether an intent covers a message; nil where all are looked at.
    private let bot: Bot?

    /// A message whose likeliest intent or entry is less sure than this is covered by none.
    private static let covered = 0.5
    /// So many texts are read between two words on how far it has come.
    private static let batch = 2048

    /// Opens a bot; without a model, or with `all`, every message is looked at, else those that no intent covers.
    package init(folder url: URL, installation: Installation, all: Bool) throws {
        folder = BotFolder(url)
        catalog = try LiveFiles(folder).current.catalog
        self.installation = installation
        let store = try Store(folder: folder.state)
        conversations = ConversationStore(store)
        registry = ModelRegistry(store, folder: folder)
        let hasModel = try registry.champion() != nil
        bot = all || !hasModel ? nil : try Self.refreshed(Bot(folder: url, installation: installation))
    }

    private static func refreshed(_ bot: Bot) throws -> Bot {
        var bot = bot
        try bot.refreshAll { _ in }
        return bot
    }

    /// Whether every message is looked at.
    package var looksAtAll: Bool { bot == nil }

    /// The topics, the largest first: so many, or as many as there seem to be.
    package func topics(
        count: Int?, seed: UInt64 = 1, progress: (JobProgress) throws -> Void = { _ in }
    ) throws -> [DiscoveredTopic] {
        let messages = try uncovered(LogMessage.concerns(try conversations.unreviewedMessages()), progress)
        guard !messages.isEmpty else { return [] }
        let examples = try knownExamples()
        let cleaned = messages.map { LogMessage.cleaned($0.text) }
        let vectors = try read(cleaned + examples.map(\.text), progress)
        try progress(JobProgress(step: "Finding topics", done: 0, total: 1))
        let intents = Array(Set(examples.compactMap(\.intent))).sorted()
        let place = Dictionary(uniqueKeysWithValues: intents.enumerated().map { ($1, $0) })
        let labels = examples.map { $0.intent.flatMap { place[$0] } }
        // What is known guides the groups of all messages; among those that no intent covers it has no place.
        let guides = looksAtAll ? labels : []
        let rows = Array(0..<messages.count + guides.count)
        let clustering = TopicClustering(
            vectors.rows(rows), labels: messages.map { _ in nil } + guides, count: count, seed: seed)
        try progress(JobProgress(step: "Finding topics", done: 1, total: 1))
        return TopicAssembly(
            messages: messages, vectors: vectors, labels: labels, intents: intents, clustering: clustering,
            personalData: try PersonalData(catalog)
        ).topics
    }

    private func uncovered(
        _ messages: [LoggedMessage], _ progress: (JobProgress) throws -> Void
    ) throws -> [LoggedMessage] {
        guard let mind = bot?.mind else { return messages }
        var found: [LoggedMessage] = []
        for start in stride(from: 0, to: messages.count, by: Self.batch) {
            let part = Array(messages[start..<min(start + Self.batch, messages.count)])
            let sureness = mind.sureness(of: part.map(\.text))
            found += zip(part, sureness).filter { $1 < Self.covered }.map(\.0)
            try progress(JobProgress(step: "Understanding messages", done: start + part.count, total: messages.count))
        }
        return found
    }

    /// What stands in the intents' files, and what people labelled with an intent.
    private func knownExamples() throws -> [TrainingExample] {
        let corrections = try conversations.corrections()
        return try TrainingSetBuilder.collect(catalog, [], corrections).examples.filter {
            $0.intent.map { catalog[$0] != nil } ?? false
        }
    }

    /// The base encoder's vectors of texts, equal ones read once.
    private func read(_ texts: [String], _ progress: (JobProgress) throws -> Void) throws -> Matrix {
        let encoder = try bot?.mind.model.encoder.base.encoder ?? installation.encoder(of: registry.base())
        let vectors = try TextVectors(texts) { unique in
            var values: [Float] = []
            values.reserveCapacity(unique.count * encoder.width)
            for start in stride(from: 0, to: unique.count, by: Self.batch) {
                let part = Array(unique[start..<min(start + Self.batch, unique.count)])
                values += encoder.embed(part).values
                try progress(JobProgress(step: "Reading messages", done: start + part.count, total: unique.count))
            }
            return Matrix(rows: unique.count, columns: encoder.width, values: values)
        }
        return vectors.rows(texts)
    }

    /// The draft of an intent, which a topic is to become.
    package func draft(_ name: String) throws -> IntentDraft { try IntentDraft(name, in: folder, besides: catalog) }

    /// Writes a draft, with typical messages of a topic as examples; returns how many.
    package func write(_ draft: IntentDraft, of topic: DiscoveredTopic) throws -> Int {
        let examples = topic.typical(Self.draftExamples)
        try draft.write(examples)
        return examples.count
    }

    private static let draftExamples = 20
}

extension Mind {
    /// How sure the model is of the likeliest intent or entry of each text; the vectors are not kept.
    fileprivate func sureness(of texts: [String]) -> [Double] {
        let vectors = model.encoder.passingVectors(of: texts).message
        return concurrentMap(texts.count) { index in
            let ranking = model.classifier.rank(texts[index], embedding: vectors[row: index], live: live)
            let isExample = ranking.sameMessage.contains { $0 != nil }
            return isExample ? IntentClassifier.sameMessageConfidence : ranking.candidates.first?.confidence ?? 0
        }
    }
}
