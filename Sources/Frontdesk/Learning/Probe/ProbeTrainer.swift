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
        negativeEmbeddings: Matrix = Matrix(rows: 0, columns: 0), progress: (TrainingProgress) -> Void = { _ in }
    ) throws -> ProbeTraining {
        try check(examples, embeddings, negatives, negativeEmbeddings)
        let data = ProbeData(
            examples, embeddings: embeddings, negatives: negatives, negativeEmbeddings: negativeEmbeddings)
        let folds = data.folds(seed: seed)
        let unknown = data.unknownIntents(4, limit: 3000, seed: seed &+ 1)
        let strength = chooseStrength(data, folds, progress)
        let judged = judge(data, folds + unknown, strength: strength, progress)
        let calibration = CalibrationFitting(
            data: data, outOfScopeShare: outOfScopeShare, rejectionCap: rejectionCap, heads: judged.final
        ).fit(inScope: Array(judged.heldOut[..<folds.count]), unknown: Array(judged.heldOut[folds.count...]))
        let classifier = IntentClassifier(
            intents: data.intents, examples: data.examples, table: data.table, heads: judged.final,
            calibration: calibration)
        return ProbeTraining(
            classifier, strength, judged.heldOut[..<folds.count], unknown: judged.heldOut[folds.count...],
            examples: examples.count)
    }

    private func check(
        _ examples: [TrainingExample], _ embeddings: Matrix, _ negatives: [String], _ negativeEmbeddings: Matrix
    ) throws {
        precondition(embeddings.rows == examples.count, "\(examples.count) examples, \(embeddings.rows) embeddings")
        precondition(negativeEmbeddings.rows == negatives.count, "each negative needs an embedding")
        precondition(negatives.isEmpty || negativeEmbeddings.columns == embeddings.columns, "embeddings differ in width")
        guard examples.contains(where: { $0.intent != nil }) else {
            throw BotError(
                .badData, "there is no example of any intent to learn from",
                mend: "Write examples under `intents/`")
        }
    }
}

// MARK: - Training the heads

extension ProbeTrainer {
    /// The strengths tried; the regression's penalty is |W|² / (2 · strength · n).
    private static var strengths: [Double] { [3, 10, 30, 100] }

    /// The strength whose regression gives unseen messages the likeliest classes, at its best temperature.
    private func chooseStrength(
        _ data: ProbeData, _ folds: [Holdout], _ progress: (TrainingProgress) -> Void
    ) -> Double {
        guard data.table.classes > 1 else { return Self.strengths[0] }
        progress(TrainingProgress(stage: "choosing the strength", done: 0, total: 1))
        // Two fifths of a large set tell the strengths apart; a small one needs each of its messages.
        let used = data.examples.count < 1500 ? folds.count : min(2, folds.count)
        let losses = concurrentMap(used) { self.losses(data, folds[$0]) }
        let count = Double(losses.reduce(0) { $0 + $1.judged })
        let totals = Self.strengths.indices.map { index in
            losses.reduce(0) { $0 + $1.losses[index] } / max(count, 1)
        }
        let best = totals.indices.min { totals[$0] < totals[$1] } ?? 0
        return Self.strengths[best]
    }

    private func losses(_ data: ProbeData, _ holdout: Holdout) -> (losses: [Double], judged: Int) {
        let present = holdout.present(in: data.table)
        let judged = holdout.judged.filter { present[data.table.labels[$0]] }
        let regression = LogisticRegression(classes: data.table.classes)
        let problem = LogisticRegression.Problem(
            embeddings: data.table.embeddings, labels: data.table.labels, excluded: holdout.excluded)
        let inputs = data.table.embeddings.rows(judged)
        let labels = judged.map { data.table.labels[$0] }
        var weights: LogisticRegression.Weights?
        let losses = Self.strengths.map { strength in
            let learnt = regression.train(problem, strength: strength, from: weights)
            weights = learnt
            let plain = problem.uncentred(learnt)
            let logits = MatrixProduct.multiply(inputs, plain.weights)
            return [1, 1.4, 2, 2.8, 4].map { Self.loss(logits, plain.bias, labels, temperature: 1 / $0) }.min() ?? 0
        }
        return (losses, judged.count)
    }

    private static func loss(_ logits: Matrix, _ bias: [Float], _ labels: [Int], temperature: Float) -> Double {
        var sum = 0.0
        for (row, label) in labels.enumerated() {
            var line = zip(logits[row: row], bias).map { ($0 + $1) / temperature }
            let own = line[label]
            sum += Double(line.withUnsafeMutableBufferPointer { $0.softmax() } - own)
        }
        return sum
    }

    /// Trains one model for each holdout and one on everything; the holdouts' messages come back as evidence.
    private func judge(
        _ data: ProbeData, _ holdouts: [Holdout], strength: Double, _ progress: (TrainingProgress) -> Void
    ) -> (heldOut: [HeldOut], final: ProbeHeads) {
        let everything = Holdout(judged: [], excluded: [Bool](repeating: false, count: data.examples.count))
        let tasks = [everything] + holdouts
        var results: [(HeldOut, ProbeHeads)] = []
        let step = max(ProcessInfo.processInfo.activeProcessorCount, 1)
        for start in stride(from: 0, to: tasks.count, by: step) {
            progress(TrainingProgress(stage: "training and judging", done: start, total: tasks.count))
            results += concurrentMap(min(step, tasks.count - start)) { index in
                let holdout = tasks[start + index]
                let heads = trainHeads(data, excluded: holdout.excluded, strength: strength)
                return (HeldOut(holdout, heads, data), heads)
            }
        }
        progress(TrainingProgress(stage: "calibrating", done: tasks.count, total: tasks.count))
        return (results.dropFirst().map(\.0), results[0].1)
    }

    private func trainHeads(_ data: ProbeData, excluded: [Bool], strength: Double) -> ProbeHeads {
        let table = data.table
        let regression = LogisticRegression(classes: table.classes)
        let problem = LogisticRegression.Problem(
            embeddings: table.embeddings, labels: table.labels, excluded: excluded)
        let body = problem.uncentred(regression.train(problem, strength: strength, from: nil))
        let machines = LinearSVM(penalty: 1, seed: seed).train(
            rows: data.rows, features: table.ngrams.featureCount, labels: table.labels, classes: table.classes,
            excluded: excluded)
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
