internal import BERT
internal import Foundation
internal import Kernels

/// The recipe `full`: encoders tuned without some messages judge, then one tuned on everything answers.
struct FullRecipe {
    private let trainer: Trainer
    private let examples: [TrainingExample]
    /// The base encoder's vectors of the examples (n, D).
    private let base: Matrix
    private let probe: ProbeTrainer
    private let data: ProbeData
    private let tuner: EncoderTuner
    private let holdouts: [CombinedHoldout]

    init(_ trainer: Trainer, _ examples: [TrainingExample], _ base: Matrix, _ probe: ProbeTrainer) throws {
        self.trainer = trainer
        self.examples = examples
        self.base = base
        self.probe = probe
        data = ProbeData(examples, embeddings: base)
        let names = Self.names(data.intents) + (data.table.hasBackground ? [""] : [])
        tuner = EncoderTuner(
            base: try trainer.installation.folder(of: trainer.base), baseName: trainer.base,
            folder: trainer.folder.trainings, texts: examples.map(\.text), labels: data.table.labels, names: names,
            maximumLength: min(trainer.encoder.base.encoder.maximumLength, Self.longest),
            settings: FineTuningSettings(
                messages: examples.count, classes: names.count, seed: trainer.options.seed),
            engine: trainer.options.engine, progress: trainer.progress)
        let count = min(max(Self.judgedMessages / max(examples.count, 1), 1), Self.mostHoldouts)
        holdouts = data.combinedHoldouts(count, seed: trainer.options.seed)
    }

    /// Tokens of a message that are learnt from.
    private static let longest = 128

    /// Trainings that judge see about so many messages altogether: many of them where each is short.
    private static let judgedMessages = 8000
    private static let mostHoldouts = 5

    /// What the classes are called, in words.
    private static func names(_ intents: [String]) -> [String] {
        intents.map { $0 == TrainingExample.knowledge ? "" : TrainingExample.words(ofIntent: $0) }
    }

    /// What the heads on top of encoders tuned to judge made of what they had not seen, and how the tuning went.
    struct Judged {
        let heads: ProbeJudging
        let losses: [LossCurve]
    }

    /// Tunes an encoder for each holdout and asks the heads on top of it what it had not seen.
    func judge() throws -> Judged {
        try settleWithStopped()
        try announce()
        var folds: [Holdout] = []
        var unknown: [Holdout] = []
        var losses: [LossCurve] = []
        for (index, holdout) in holdouts.enumerated() {
            let title = "Fine-tuning \(index + 1) of \(holdouts.count + 1)"
            let tuned = try tuner.tune(excluding: holdout.excluded, title: title)
            losses += Self.curve("judging \(index + 1)", tuned)
            let both = holdout.holdouts(data.seen(as: try vectors(by: SentenceEncoder(folder: tuned.folder))))
            folds.append(both.known)
            if !both.unknown.judged.isEmpty { unknown.append(both.unknown) }
        }
        return Judged(
            heads: try probe.judge(data, folds: folds, unknown: unknown, trainer.progress), losses: losses)
    }

    /// What an earlier run was stopped at is gone on with, where that is wished for and can be, and dropped else.
    private func settleWithStopped() throws {
        guard trainer.hasStoppedTraining else { return }
        let isSame = try exclusions.contains { try tuner.hasBegun(excluding: $0) }
        guard trainer.options.resumes else {
            let instead = isSame ? "; --resume would have gone on with it" : ", of other messages or options"
            try trainer.progress(JobProgress(announcing: "A training that was stopped is dropped\(instead)."))
            return try trainer.forgetTrainings()
        }
        guard isSame else {
            throw BotError(
                .failed, "the training that was stopped had other messages or options, so it cannot be resumed",
                mend: "Give its --seed and --all again, or train without --resume, which drops it")
        }
    }

    /// The messages that each training is without, the last one's being none.
    private var exclusions: [[Bool]] {
        holdouts.map(\.excluded) + [nothing]
    }

    private var nothing: [Bool] { [Bool](repeating: false, count: examples.count) }

    /// No curve where an earlier run, which was stopped, had taken all steps.
    private static func curve(_ name: String, _ tuned: EncoderTuner.Tuned) -> [LossCurve] {
        tuned.losses.isEmpty ? [] : [LossCurve(name, losses: tuned.losses)]
    }

    /// Says beforehand how long it will take.
    private func announce() throws {
        let seconds = try tuner.expectedSeconds(excluding: exclusions)
        let messages = examples.count { $0.provenance != .named }
        let count = holdouts.count
        let judging = count == 1 ? "once to judge, once for good" : "\(count) times to judge, once for good"
        try trainer.progress(
            JobProgress(
                announcing: "Fine-tuning on \(messages) messages, \(judging): \(ExpectedTime.words(seconds))."))
    }

    /// How often, where both had not seen the message, the tuned encoders' heads are right and the probe is not, and the
    /// other way round.
    func comparison(_ judging: Judged, with training: ProbeTraining) -> (won: Int, lost: Int) {
        let blend = BlendFitting().fit(judging.heads.folds.flatMap { $0.samples(data) })
        var (won, lost) = (0, 0)
        for fold in judging.heads.folds {
            for (index, evidence) in zip(fold.judged, fold.evidence) {
                let label = data.table.labels[index]
                guard label < data.table.intents, let ranking = training.outOfFold[index] else { continue }
                let logits = blend.logits(evidence, present: fold.present)[..<data.table.intents]
                let tuned = logits.indices.max { logits[$0] < logits[$1] } == label
                let plain = ranking.candidates.first?.intent == data.intents[label]
                if tuned, !plain { won += 1 }
                if plain, !tuned { lost += 1 }
            }
        }
        return (won, lost)
    }

    /// Tunes an encoder on everything and trains the heads on top of it.
    func finish(_ judging: Judged) throws -> Trainer.Learnt {
        let title = "Fine-tuning \(holdouts.count + 1) of \(holdouts.count + 1)"
        let result = try tuner.tune(excluding: nothing, title: title)
        let tuned = MessageEncoder.Named(
            name: try Installation.digest(of: result.folder), encoder: try SentenceEncoder(folder: result.folder))
        let training = try probe.finish(
            data.seen(as: try vectors(by: tuned.encoder)), judging.heads, trainer.progress)
        return Trainer.Learnt(
            classifier: training.classifier, encoder: trainer.encoder.adding(tuned), training: training,
            tuned: result.folder, hasTuned: true, losses: Self.curve("final", result) + judging.losses)
    }

    private func vectors(by tuned: SentenceEncoder) throws -> Matrix {
        try trainer.progress(JobProgress(step: "Embedding messages", done: 0, total: examples.count))
        return MessageEncoder.join(base, tuned.embed(examples.map(\.text), layers: trainer.encoder.layers))
    }
}
