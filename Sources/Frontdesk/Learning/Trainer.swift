internal import BERT
internal import Foundation
internal import Kernels

/// Makes the next model of a bot: builds the training set, trains, judges against the champion, promotes or refuses.
package struct Trainer {
    package struct Options: Sendable {
        package var recipe: Recipe
        package var seed: UInt64
        /// Train on everything, holding nothing out, as published figures do.
        package var trainsOnAll: Bool
        /// Promote whatever the judgement says.
        package var isForced: Bool
        /// Dialogue logs to take into the store before.
        package var logs: [LogSource]
        /// Go on with a training that was stopped.
        package var resumes: Bool
        /// Learn from messages that nobody labelled, too.
        package var learnsFromLog = false
        package var engine: TrainingEngine

        package static let usualSeed: UInt64 = 20_261_121

        package init(
            recipe: Recipe = .auto, seed: UInt64 = usualSeed, trainsOnAll: Bool = false, isForced: Bool = false,
            logs: [LogSource] = [], resumes: Bool = false, engine: TrainingEngine = .best
        ) {
            self.recipe = recipe
            self.resumes = resumes
            self.engine = engine
            self.seed = seed
            self.logs = logs
            self.trainsOnAll = trainsOnAll
            self.isForced = isForced
        }
    }

    /// How a model is trained.
    package enum Recipe: String, Sendable, CaseIterable {
        /// Whichever of the others serves the bot better.
        case auto
        /// A classifier on the base encoder as it is.
        case probe
        /// A classifier on the base encoder and one fine-tuned from it.
        case full
    }

    let folder: BotFolder
    let installation: Installation
    let options: Options
    let store: Store
    let registry: ModelRegistry
    let files: LiveFiles.Contents
    let base: String
    let encoder: MessageEncoder
    let index: KnowledgeIndex
    /// What single words mean to the search.
    let words: WordEmbeddings
    let progress: (JobProgress) throws -> Void

    /// Prepares a training: reads the files, opens the store, loads the base model.
    package init(
        folder: BotFolder, installation: Installation, options: Options,
        progress: @escaping (JobProgress) throws -> Void = { _ in }
    ) throws {
        self.folder = folder
        self.installation = installation
        self.options = options
        self.progress = progress
        files = try LiveFiles(folder).current
        store = try Store(folder: folder.state)
        registry = ModelRegistry(store, folder: folder)
        base = try registry.base()
        encoder = MessageEncoder(base: .init(name: base, encoder: try installation.encoder(of: base)))
        index = KnowledgeIndex(store)
        words = encoder.words(in: EmbeddingCache(store))
    }

    /// Takes dialogue logs into the store, all of them or none; the labels in them are learnt.
    private func add(logs: [LogSource]) throws -> (conversations: Int, labels: Int) {
        var options = LogImporter.Options()
        options.isOneWhole = true
        let importer = try LogImporter(store, intents: files.catalog.names, options: options)
        let summaries = try importer.importAll(logs, progress: progress).summaries
        return (summaries.reduce(0) { $0 + $1.added }, summaries.reduce(0) { $0 + $1.labels })
    }

    /// Trains, judges and promotes or refuses; only one training or import runs at a time.
    package func run() throws -> TrainingResult {
        let start = ContinuousClock.now
        let lock = try JobLock.acquire(folder: folder.state, job: "train")
        defer { lock.release() }
        do {
            try ConversationStore(store).removeExpired(after: files.settings.retentionDays)
            let added = try options.logs.isEmpty ? nil : add(logs: options.logs)
            let entries = try prepareKnowledge()
            let cleaned = try cleanedExamples(entries)
            let labelled = cleaned.kept.build(holdOut: !options.trainsOnAll)
            let answered = try labelled.adding(answeredExamples(labelled, entries))
            let set = try answered.adding(weakExamples(answered))
            let logs = Logs(added: added, labels: cleaned.labels, setAside: cleaned.setAside)
            return try judge(train(set, entries), set, entries, logs, since: start)
        } catch let error as TrainingStopped {
            var stopped = error
            stopped.isResumable = hasStoppedTraining
            throw stopped
        }
    }

    /// What conversations gave to a training.
    struct Logs {
        /// What was new in the logs that were named; nil where none were.
        let added: (conversations: Int, labels: Int)?
        /// The labels of conversations that were looked through.
        let labels: Int
        /// Those of them that are not learnt, since the other examples speak against them.
        let setAside: Int

        /// Where most labels are contradicted, what made them is wrong, and those that are left are no better.
        var objection: String? {
            guard Judgement.isExcessive(setAside, of: labels, where: 0.5) else { return nil }
            return "of \(labels) labels of conversations \(setAside) contradict the other examples, so that the others "
                + "are not to be trusted either ('frontdesk review --suspects' shows them; --force where they are)"
        }
    }

    /// Drops what a finished or a given-up run left of its trainings of encoders.
    func forgetTrainings() throws {
        guard FileManager.default.fileExists(atPath: folder.trainings.path) else { return }
        try FileManager.default.removeItem(at: folder.trainings)
    }

    /// What an encoder makes of texts, kept in the store.
    func vectors(
        of texts: [String], by encoder: MessageEncoder? = nil, step: String
    ) throws -> MessageEncoder.Vectors {
        try (encoder ?? self.encoder).vectors(of: texts, in: EmbeddingCache(store), progress: report(step))
    }

    private func report(_ step: String) -> (Int, Int) throws -> Void {
        { done, total in try progress(JobProgress(step: step, done: done, total: total)) }
    }

    private func prepareKnowledge() throws -> [KnowledgeEntry] {
        let changes = try index.refresh(folder: folder.url, patience: .seconds(60))
        guard !changes.isLocked else { throw KnowledgeIndex.locked }
        try assertLabels()
        let reporting = report("Embedding knowledge")
        let cache = EmbeddingCache(store)
        try index.embed(encoder: base, progress: reporting) { try encoder.embeddings(of: $0, in: cache) }
        let entries = try index.entries().filter { $0.status == .published }
        if !entries.haveManyAliases {
            let questions = entries.flatMap { [$0.question] + $0.aliases }
            try words.keep(wordsOf: questions, progress: reporting)
        }
        return entries
    }
}

extension Trainer {
    /// A trained model with how it did on messages that it had not seen.
    struct Trained {
        let model: NewModel
        let recipe: Recipe
        let encoder: MessageEncoder
        /// Answers by heads that had not seen the message; none where the champion's encoder was taken over.
        let outOfFold: [Confusion.Answer]
        let outOfFoldAccuracy: Double
        /// The messages that came or went since the encoder was tuned, where it was taken over.
        let changes: Int?
        /// The folder of a newly tuned encoder.
        let tuned: URL?
        /// Whether encoders were tuned, if only to find that the probe does better.
        let hasTuned: Bool
        let losses: [LossCurve]
    }

    /// Trains the classifier, then what weighs it against the knowledge search.
    private func train(_ set: TrainingSet, _ entries: [KnowledgeEntry]) throws -> Trained {
        let learnt = try learn(set)
        let (knowledge, routing) = try trainRouting(set, learnt, entries)
        let outOfFold = learnt.outOfFold(of: set.training)
        let right = Double(outOfFold.count(where: \.isRight)) / Double(max(outOfFold.count, 1))
        return Trained(
            model: NewModel(classifier: learnt.classifier, routing: routing, knowledge: knowledge),
            recipe: learnt.encoder.tuned == nil ? .probe : .full, encoder: learnt.encoder,
            outOfFold: outOfFold, outOfFoldAccuracy: learnt.training == nil ? learnt.championAccuracy ?? 0 : right,
            changes: learnt.changes, tuned: learnt.tuned, hasTuned: learnt.hasTuned, losses: learnt.losses)
    }

    func write(
        _ trained: Trained, _ set: TrainingSet, _ entries: [KnowledgeEntry], _ accuracy: Double
    ) throws -> (String, ModelManifest) {
        if let tuned = trained.tuned { _ = try TunedEncoders(folder).add(moving: tuned) }
        return try trained.model.write(to: folder.models) { files in
            ModelManifest(
                format: ModelManifest.currentFormat, recipe: trained.recipe.rawValue, base: base,
                encoder: trained.encoder.tuned?.name, layers: trained.encoder.layers, changes: trained.changes,
                seed: options.seed, data: Self.digest(set, entries), settings: settingsDigest,
                examplesByProvenance: set.examplesByProvenance,
                metrics: ["accuracy": accuracy, "accuracy_out_of_fold": trained.outOfFoldAccuracy], files: files)
        }
    }

    /// A digest of what the bot's files say that calibration and thresholds are fitted to.
    var settingsDigest: String {
        let handoffs = files.catalog.intents.compactMap { intent in
            intent.handoff.map { "\(intent.name) \($0)" }
        }
        let shares = ["\(files.settings.outOfScopeShare)", "\(files.settings.targetWrongShare)"]
        return FileDigest.sha256(ofLines: shares + handoffs)
    }

    private static func digest(_ set: TrainingSet, _ entries: [KnowledgeEntry]) -> String {
        let lines =
            set.training.map { "\($0.intent ?? "")\t\($0.text)\($0.entry.map { "\t\($0)" } ?? "")" }
            + entries.map { "\($0.id)\t\($0.question)\t\($0.answer)" }
        return FileDigest.sha256(ofLines: lines)
    }
}

extension Ranking {
    /// The likeliest intent; that knowledge is wanted is none.
    var first: Candidate? {
        candidates.first { $0.intent != TrainingExample.knowledge }
    }
}
