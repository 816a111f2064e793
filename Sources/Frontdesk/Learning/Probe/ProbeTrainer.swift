internal import BERT
internal import Foundation
package import Kernels

/// Trains the intent classifier in seconds on a frozen encoder's embeddings: the recipe `probe`.
///
/// Everything that is chosen (the regression's strength, the blend, the calibration, the thresholds) is chosen on
/// messages that the heads had not seen, so that nothing needs a held-out set of its own.
package struct ProbeTrainer: Sendable {
    package let seed: UInt64
    /// The expected share of messages that no intent covers.
    package let outOfScopeShare: Double
    /// The largest share of messages in scope that the out-of-scope threshold may reject.
    package let rejectionCap: Double

    package init(seed: UInt64, outOfScopeShare: Double = 0.1, rejectionCap: Double = 0.015) {
        self.seed = seed
        self.outOfScopeShare = min(max(outOfScopeShare, 0), 0.9)
        self.rejectionCap = rejectionCap
    }

    /// Learns from examples with embeddings (examples, D).
    package func train(
        _ examples: [TrainingExample], embeddings: Matrix, progress: (JobProgress) throws -> Void = { _ in }
    ) throws -> ProbeTraining {
        precondition(embeddings.rows == examples.count, "\(examples.count) examples, \(embeddings.rows) embeddings")
        guard examples.contains(where: { $0.intent != nil }) else {
            throw BotError(
                .badData, "there is no example of any intent to learn from",
                mend: "Write examples under `intents/`")
        }
        let data = ProbeData(examples, embeddings: embeddings)
        let judging = try judge(
            data, folds: data.folds(seed: seed), unknown: data.unknownIntents(4, limit: 3000, seed: seed &+ 1),
            progress)
        return try finish(data, judging, progress)
    }
}

// MARK: - Judging, and training the heads

/// What models that had not seen everything made of what they had not seen.
struct ProbeJudging: Sendable {
    let settings: HeadSettings
    let folds: [HeldOut]
    let unknown: [HeldOut]
}

extension ProbeTrainer {
    /// Chooses the settings unless they are known, trains a model for each holdout, and asks it about the holdout's
    /// messages.
    func judge(
        _ data: ProbeData, folds: [Holdout], unknown: [Holdout], settings known: HeadSettings? = nil,
        _ progress: (JobProgress) throws -> Void
    ) throws -> ProbeJudging {
        if known == nil { try progress(JobProgress(step: "Choosing settings", done: 0, total: 1)) }
        let settings = known ?? HeadSettingsChoice(data: data, seed: seed).choose(folds)
        let holdouts = folds + unknown
        var heldOut: [HeldOut] = []
        let step = max(ProcessInfo.processInfo.activeProcessorCount, 1)
        for start in stride(from: 0, to: holdouts.count, by: step) {
            try progress(JobProgress(step: "Training", done: start, total: holdouts.count + 1))
            heldOut += concurrentMap(min(step, holdouts.count - start)) { index in
                let holdout = holdouts[start + index]
                let view = holdout.view(of: data)
                return HeldOut(holdout, trainHeads(view, excluded: holdout.excluded, settings), view)
            }
        }
        return ProbeJudging(
            settings: settings, folds: Array(heldOut[..<folds.count]), unknown: Array(heldOut[folds.count...]))
    }

    /// Trains on everything, calibrated by what the holdouts' models made of what they had not seen.
    func finish(
        _ data: ProbeData, _ judging: ProbeJudging, _ progress: (JobProgress) throws -> Void
    ) throws -> ProbeTraining {
        let total = judging.folds.count + judging.unknown.count + 1
        try progress(JobProgress(step: "Training", done: total - 1, total: total))
        let heads = trainHeads(
            data, excluded: [Bool](repeating: false, count: data.examples.count), judging.settings)
        let calibration = CalibrationFitting(
            data: data, outOfScopeShare: outOfScopeShare, rejectionCap: rejectionCap, heads: heads,
            settings: judging.settings
        ).fit(inScope: judging.folds, unknown: judging.unknown)
        try progress(JobProgress(step: "Training", done: total, total: total))
        let classifier = IntentClassifier(data, heads, calibration)
        return ProbeTraining(
            classifier, judging.settings, judging.folds, unknown: judging.unknown, examples: data.examples.count)
    }

    /// Trains the heads anew on everything, with another model's settings and calibration.
    func refit(
        _ data: ProbeData, like calibration: Calibration, _ progress: (JobProgress) throws -> Void
    ) throws -> IntentClassifier {
        try progress(JobProgress(step: "Training", done: 0, total: 1))
        let heads = trainHeads(
            data, excluded: [Bool](repeating: false, count: data.examples.count),
            calibration.settings ?? HeadSettings())
        try progress(JobProgress(step: "Training", done: 1, total: 1))
        return IntentClassifier(data, heads, calibration)
    }

    private func trainHeads(_ data: ProbeData, excluded: [Bool], _ settings: HeadSettings) -> ProbeHeads {
        let table = data.table
        let regression = LogisticRegression(classes: table.classes, curvature: data.curvature)
        let problem = LogisticRegression.Problem(
            embeddings: data.embeddings, labels: table.labels, excluded: excluded)
        let learnt = regression.train(problem, strength: settings.strength, from: nil)
        let body = problem.uncentred(learnt, classes: table.classes)
        let machines = LinearSVM(penalty: settings.penalty, seed: seed).train(data, excluded: excluded)
        return ProbeHeads(
            weights: body.weights, bias: body.bias, support: machines.support, supportBias: machines.bias,
            centres: ClassCentres(of: data.embeddings, in: table, excluded: excluded))
    }
}

extension IntentClassifier {
    fileprivate init(_ data: ProbeData, _ heads: ProbeHeads, _ calibration: Calibration) {
        self.init(
            intents: data.intents, examples: data.examples, embeddings: FloatRows(roundingToBfloat16: data.embeddings),
            table: data.table, heads: heads, calibration: calibration)
    }
}

extension Matrix {
    /// Some rows, in the order given.
    func rows(_ indices: [Int]) -> Matrix {
        Matrix(rows: indices.count, columns: columns, values: indices.flatMap { self[row: $0] })
    }
}
