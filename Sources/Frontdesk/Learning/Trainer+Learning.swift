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
        /// over.
        var routing: RoutingModel?
        var changes: Int?
        var championAccuracy: Double?

        /// How the encoders' tuning went, the final one first; those that only judged count too.
        var losses: [LossCurve] = []

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

    /// Trains by the recipe; `auto` takes the champion's encoder over where little has changed, else it tunes one and
    /// keeps it if it does better on what neither had seen.
    func learn(_ set: TrainingSet) throws -> Learnt {
        if options.recipe == .auto, let learnt = try takenOver(set) { return learnt }
        let texts = set.training.map(\.text)
        let vectors = try vectors(of: texts, step: "Embedding messages").message
        let trainer = probeTrainer
        func probe() throws -> Learnt {
            let training = try trainer.train(set.training, embeddings: vectors, progress: progress)
            return Learnt(classifier: training.classifier, encoder: encoder, training: training)
        }
        guard options.recipe != .probe, isWorthTuning(set.training) else { return try probe() }
        let tuning = try FullRecipe(self, set.training, vectors, trainer)
        let judging = try tuning.judge()
        if options.recipe == .auto {
            var plain = try probe()
            plain.losses = judging.losses
            guard let training = plain.training, tuning.isBetter(judging, than: training) else { return plain }
        }
        return try tuning.finish(judging)
    }

    private var probeTrainer: ProbeTrainer {
        ProbeTrainer(seed: options.seed, outOfScopeShare: files.settings.outOfScopeShare)
    }

    /// Two classes are needed to tell apart; of a few messages `auto` makes a model at once.
    private func isWorthTuning(_ examples: [TrainingExample]) -> Bool {
        Set(examples.map(\.intent)).count > 1
            && (options.recipe == .full || examples.count >= Self.leastTuned)
    }

    private static let leastTuned = 200

    /// The champion's tuned encoder with heads trained anew, where nearly all messages are those it was tuned on.
    private func takenOver(_ set: TrainingSet) throws -> Learnt? {
        guard !options.trainsOnAll, let id = try registry.champion() else { return nil }
        let manifest = try ModelManifest.load(from: registry.folder(of: id))
        guard manifest.encoder != nil, manifest.base == base else { return nil }
        let (model, encoder) = try loaded(id)
        let (added, withdrawn) = model.classifier.difference(to: set.training)
        // Many small changes are a large one: all since the tuning count.
        let changes = (manifest.changes ?? 0) + added.count + withdrawn.count
        guard Double(changes) <= Self.smallChange * Double(set.training.count) else { return nil }
        let vectors = try vectors(of: set.training.map(\.text), by: encoder, step: "Embedding messages").message
        let data = ProbeData(
            set.training, embeddings: vectors, negatives: [],
            negativeEmbeddings: Matrix(rows: 0, columns: vectors.columns))
        let classifier = try probeTrainer.refit(data, like: model.classifier.calibration, progress)
        return Learnt(
            classifier: classifier, encoder: encoder, training: nil, routing: model.routing, changes: changes,
            championAccuracy: manifest.metrics["accuracy_out_of_fold"])
    }

    /// The share of messages that may differ from those the champion's encoder was tuned on.
    private static let smallChange = 0.1
}
