internal import BERT
internal import Foundation
internal import Kernels

/// Learning what messages mean, by the recipe wished for.
extension Trainer {
    /// A classifier with the encoder that it reads, and how it was judged.
    struct Learnt {
        let classifier: IntentClassifier
        let encoder: MessageEncoder
        /// How it ranked what it had not seen; nil where the champion's encoder was taken over.
        let training: ProbeTraining?
        /// The champion's routing, and the messages that came or went since its encoder was tuned, where that was taken
        /// over; of a probe the messages since fine-tuning did no better.
        var routing: RoutingModel?
        var changes: Int?
        var championAccuracy: Double?

        /// The folder of a newly tuned encoder, until the model that reads it is stored.
        var tuned: URL?
        /// Whether encoders were tuned, if only to find that the probe does better.
        var hasTuned = false
        /// How the encoders' tuning went, the final one first; those that only judged count too.
        var losses: [LossCurve] = []

        /// The same after encoders were tuned to judge by.
        func after(_ judging: FullRecipe.Judged) -> Learnt {
            var learnt = self
            (learnt.losses, learnt.hasTuned) = (judging.losses, true)
            return learnt
        }

        /// The answers to the messages of an intent by heads that had not seen them; none where nothing was unseen.
        func outOfFold(of examples: [TrainingExample]) -> [Confusion.Answer] {
            zip(examples, training?.outOfFold ?? []).compactMap { example, ranking in
                guard let ranking, let intent = example.intent, intent != TrainingExample.knowledge,
                    example.provenance != .named
                else { return nil }
                return Confusion.Answer(
                    truth: intent, ranking, text: example.text, location: example.location)
            }
        }
    }

    /// Trains by the recipe.
    ///
    /// `auto` takes the champion's encoder over where little has changed, else it tunes one and keeps it if it does better
    /// on what neither had seen.
    func learn(_ set: TrainingSet) throws -> Learnt {
        if options.resumes, !hasStoppedTraining {
            try progress(JobProgress(announcing: "No training was stopped: there is nothing to resume."))
        }
        let mayKeep = options.recipe == .auto && !resumes && !options.trainsOnAll
        if mayKeep, let learnt = try takenOver(set) { return learnt }
        let texts = set.training.map(\.text)
        let vectors = try vectors(of: texts, step: "Embedding messages").message
        let trainer = probeTrainer
        func probe(changes: Int? = nil) throws -> Learnt {
            let training = try trainer.train(set.training, embeddings: vectors, progress: progress)
            return Learnt(
                classifier: training.classifier, encoder: encoder, training: training, changes: changes)
        }
        guard options.recipe != .probe else { return try probe() }
        guard isWorthTuning(set.training) else {
            try announceProbe()
            return try probe()
        }
        if mayKeep, let changes = try changesSinceProbe(set) {
            try announce("Fine-tuning did no better last time, and little has changed since: the probe is kept.")
            return try probe(changes: changes)
        }
        let tuning = try FullRecipe(self, set.training, vectors, trainer)
        let judging = try tuning.judge()
        if options.recipe == .auto {
            let plain = try probe(changes: 0)
            guard try isBetter(tuning, judging, than: plain) else { return plain.after(judging) }
        }
        return try tuning.finish(judging)
    }

    /// Whether a fine-tuned encoder is worth its time, which is told.
    private func isBetter(_ tuning: FullRecipe, _ judging: FullRecipe.Judged, than plain: Learnt) throws -> Bool {
        guard let training = plain.training else { return false }
        let (won, lost) = tuning.comparison(judging, with: training)
        try announce(
            """
            On messages that neither had seen, fine-tuning is right and the probe wrong about \(won), the other way round \
            about \(lost): \(won > lost ? "the fine-tuned model is taken" : "the probe is kept").
            """)
        return won > lost
    }

    /// Says why nothing is fine-tuned, where somebody could expect it.
    private func announceProbe() throws {
        if options.recipe == .full {
            try announce("Fine-tuning needs two intents: the classifier reads the base model alone.")
        } else if try champion(where: { $0.encoder != nil }) != nil {
            try announce(
                """
                Fewer than \(Self.leastTuned) messages: the classifier reads the base model alone; \
                '--recipe full' fine-tunes it again.
                """)
        }
    }

    private func announce(_ sentence: String) throws { try progress(JobProgress(announcing: sentence)) }

    private var probeTrainer: ProbeTrainer {
        ProbeTrainer(seed: options.seed, outOfScopeShare: files.settings.outOfScopeShare)
    }

    /// Whether to go on with a training of encoders: it is wished for, and there is one that was stopped.
    var resumes: Bool { options.resumes && hasStoppedTraining }

    /// Whether an earlier run left trainings of encoders that it was stopped at.
    var hasStoppedTraining: Bool {
        FileManager.default.enumerator(atPath: folder.trainings.path)?.nextObject() != nil
    }

    /// Two classes are needed to tell apart; of a few messages `auto` makes a model at once, unless it was tuning one.
    private func isWorthTuning(_ examples: [TrainingExample]) -> Bool {
        Set(examples.map(\.intent)).count > 1
            && (options.recipe == .full || resumes || examples.count >= Self.leastTuned)
    }

    private static let leastTuned = 200

    /// The champion's tuned encoder with heads trained anew, where nearly all messages are those it was tuned on.
    ///
    /// The settings must be those that its calibration and thresholds were fitted with.
    private func takenOver(_ set: TrainingSet) throws -> Learnt? {
        guard let champion = try champion(where: { $0.encoder != nil && isAlike($0) }) else { return nil }
        // What it was tuned with is to be forgotten.
        guard try !registry.isDue(champion.id) else { return nil }
        let learnt = Set(champion.classifier.examples.map(\.key))
        guard !set.heldOut.contains(where: { learnt.contains($0.key) }) else { return nil }
        guard let changes = smallChanges(since: champion, set) else { return nil }
        let texts = set.training.map(\.text)
        let vectors = try vectors(of: texts, by: champion.encoder, step: "Embedding messages").message
        let data = ProbeData(set.training, embeddings: vectors)
        let classifier = try probeTrainer.refit(data, like: champion.classifier.calibration, progress)
        // Without any change it is the same model again.
        return Learnt(
            classifier: classifier, encoder: champion.encoder, training: nil, routing: champion.routing,
            changes: changes > 0 ? changes : nil,
            championAccuracy: champion.manifest.metrics["accuracy_out_of_fold"])
    }

    /// How many messages came or went since a probe was found to do as well as fine-tuning, where they are few.
    private func changesSinceProbe(_ set: TrainingSet) throws -> Int? {
        let probe = try champion { $0.encoder == nil && $0.changes != nil && isAlike($0) }
        return probe.flatMap { smallChanges(since: $0, set) }
    }

    /// How many messages came or went since a model was tuned, or tuning was tried; nil where they are many.
    private func smallChanges(since model: LoadedModel, _ set: TrainingSet) -> Int? {
        let (added, withdrawn) = model.classifier.difference(to: set.training)
        // Many small changes are a large one: all since the tuning count.
        let changes = (model.manifest.changes ?? 0) + added.count + withdrawn.count
        return Double(changes) <= Self.smallChange * Double(set.training.count) ? changes : nil
    }

    /// The champion, where its manifest is as wanted and it can be loaded.
    private func champion(where isWanted: (ModelManifest) -> Bool) throws -> LoadedModel? {
        guard let id = try registry.champion() else { return nil }
        do {
            let champion = try LoadedModel(id, registry, installation)
            return isWanted(champion.manifest) ? champion : nil
        } catch is BotError {
            return nil
        }
    }

    /// Whether a model was trained on this base, with these settings, and with this seed unless none was asked for.
    private func isAlike(_ manifest: ModelManifest) -> Bool {
        (manifest.base, manifest.settings) == (base, settingsDigest)
            && [Options.usualSeed, manifest.seed].contains(options.seed)
    }

    /// The share of messages that may differ from those the champion's encoder was tuned on.
    private static let smallChange = 0.1
}
