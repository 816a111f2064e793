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

    package init(seed: UInt64, outOfScopeShare: Double = 0.1, rejectionCap: Double = 0.05) {
        self.seed = seed
        self.outOfScopeShare = min(max(outOfScopeShare, 0), 0.9)
        self.rejectionCap = rejectionCap
    }

    /// Learns from examples with embeddings (examples, D) and messages that no intent covers (negatives, D).
    package func train(
        _ examples: [TrainingExample], embeddings: Matrix, negatives: [String] = [],
        negativeEmbeddings: Matrix = Matrix(rows: 0, columns: 0), progress: (JobProgress) -> Void = { _ in }
    ) throws -> ProbeTraining {
        try check(examples, embeddings, negatives, negativeEmbeddings)
        let data = ProbeData(
            examples, embeddings: embeddings, negatives: negatives, negativeEmbeddings: negativeEmbeddings)
        let folds = data.folds(seed: seed)
        let unknown = data.unknownIntents(4, limit: 3000, seed: seed &+ 1)
        progress(JobProgress(step: "Choosing settings", done: 0, total: 1))
        let settings = ProbeSettingsChoice(data: data, seed: seed).choose(folds)
        let judged = judge(data, folds + unknown, settings, progress)
        let calibration = CalibrationFitting(
            data: data, outOfScopeShare: outOfScopeShare, rejectionCap: rejectionCap, heads: judged.final
        ).fit(inScope: Array(judged.heldOut[..<folds.count]), unknown: Array(judged.heldOut[folds.count...]))
        let classifier = IntentClassifier(
            intents: data.intents, examples: data.examples, table: data.table, heads: judged.final,
            calibration: calibration)
        return ProbeTraining(
            classifier, settings, judged.heldOut[..<folds.count], unknown: judged.heldOut[folds.count...],
            examples: examples.count)
    }

    private func check(
        _ examples: [TrainingExample], _ embeddings: Matrix, _ negatives: [String], _ negativeEmbeddings: Matrix
    ) throws {
        precondition(embeddings.rows == examples.count, "\(examples.count) examples, \(embeddings.rows) embeddings")
        precondition(negativeEmbeddings.rows == negatives.count, "each negative needs an embedding")
        precondition(
            negatives.isEmpty || negativeEmbeddings.columns == embeddings.columns, "embeddings differ in width")
        guard examples.contains(where: { $0.intent != nil }) else {
            throw BotError(
                .badData, "there is no example of any intent to learn from",
                mend: "Write examples under `intents/`")
        }
    }
}

// MARK: - Training the heads

extension ProbeTrainer {
    /// Trains one model for each holdout and one on everything; the holdouts' messages come back as evidence.
    private func judge(
        _ data: ProbeData, _ holdouts: [Holdout], _ settings: ProbeSettings, _ progress: (JobProgress) -> Void
    ) -> (heldOut: [HeldOut], final: ProbeHeads) {
        let everything = Holdout(judged: [], excluded: [Bool](repeating: false, count: data.examples.count))
        let tasks = [everything] + holdouts
        var results: [(HeldOut, ProbeHeads)] = []
        let step = max(ProcessInfo.processInfo.activeProcessorCount, 1)
        for start in stride(from: 0, to: tasks.count, by: step) {
            progress(JobProgress(step: "Training", done: start, total: tasks.count))
            results += concurrentMap(min(step, tasks.count - start)) { index in
                let holdout = tasks[start + index]
                let heads = trainHeads(data, excluded: holdout.excluded, settings)
                return (HeldOut(holdout, heads, data), heads)
            }
        }
        progress(JobProgress(step: "Training", done: tasks.count, total: tasks.count))
        return (results.dropFirst().map(\.0), results[0].1)
    }

    private func trainHeads(_ data: ProbeData, excluded: [Bool], _ settings: ProbeSettings) -> ProbeHeads {
        let table = data.table
        let regression = LogisticRegression(classes: table.classes, curvature: data.curvature)
        let problem = LogisticRegression.Problem(
            embeddings: table.embeddings, labels: table.labels, excluded: excluded)
        let learnt = regression.train(problem, strength: settings.strength, from: nil)
        let body = problem.uncentred(learnt, classes: table.classes)
        let machines = LinearSVM(penalty: settings.penalty, seed: seed).train(data, excluded: excluded)
        return ProbeHeads(
            weights: body.weights, bias: body.bias, support: machines.support, supportBias: machines.bias)
    }
}

extension Matrix {
    /// Some rows, in the order given.
    func rows(_ indices: [Int]) -> Matrix {
        Matrix(rows: indices.count, columns: columns, values: indices.flatMap { self[row: $0] })
    }
}
