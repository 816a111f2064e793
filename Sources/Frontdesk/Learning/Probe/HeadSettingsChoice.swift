internal import Kernels

extension HeadSettings {
    static let strengths: [Double] = [3, 10, 30, 100]
    static let penalties: [Float] = [0.1, 0.3, 1, 3]
}

/// Chooses the settings by how likely they make the classes of held-out messages, each at its best temperature.
struct HeadSettingsChoice {
    let data: ProbeData
    let seed: UInt64

    func choose(_ folds: [Holdout]) -> HeadSettings {
        guard data.table.classes > 1 else { return HeadSettings() }
        // A fifth of a large set tells settings apart; a small one needs each of its messages.
        let used = data.examples.count < 1500 ? folds.count : 1
        // Two tasks a fold, since the two heads learn independently of each other.
        let losses = concurrentMap(2 * used) { task in
            task % 2 == 0 ? bodyLosses(folds[task / 2]) : machineLosses(folds[task / 2])
        }
        func best(_ head: Int, of count: Int) -> Int {
            let totals = (0..<count).map { index in
                stride(from: head, to: losses.count, by: 2).reduce(0) { $0 + losses[$1][index] }
            }
            return totals.indices.min { totals[$0] < totals[$1] } ?? 0
        }
        return HeadSettings(
            strength: HeadSettings.strengths[best(0, of: HeadSettings.strengths.count)],
            penalty: HeadSettings.penalties[best(1, of: HeadSettings.penalties.count)])
    }

    private func bodyLosses(_ holdout: Holdout) -> [Double] {
        let data = holdout.view(of: data)
        let judged = judgable(holdout)
        let regression = LogisticRegression(classes: data.table.classes, curvature: data.curvature)
        let problem = LogisticRegression.Problem(
            embeddings: data.embeddings, labels: data.table.labels, excluded: holdout.excluded)
        let inputs = data.embeddings.rows(judged)
        var weights: [Float]?
        return HeadSettings.strengths.map { strength in
            let learnt = regression.train(problem, strength: strength, from: weights)
            weights = learnt
            let plain = problem.uncentred(learnt, classes: data.table.classes)
            let logits = MatrixProduct.multiply(inputs, plain.weights)
            return lowestLoss(logits, plain.bias, judged, scales: [0.7, 1, 1.4, 2, 2.8])
        }
    }

    private func machineLosses(_ holdout: Holdout) -> [Double] {
        let judged = judgable(holdout)
        var cosines = Matrix(rows: judged.count, columns: data.examples.count)
        cosines.values.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            for (place, index) in judged.enumerated() {
                data.table.ngrams.addCosines(of: data.rows[index], to: base + place * data.examples.count)
            }
        }
        return HeadSettings.penalties.map { penalty in
            let machines = LinearSVM(penalty: penalty, seed: seed).train(data, excluded: holdout.excluded)
            let margins = MatrixProduct.multiply(cosines, machines.support)
            return lowestLoss(margins, machines.bias, judged, scales: [1.4, 2, 2.8, 4, 5.6, 8, 11])
        }
    }

    /// The judged messages whose class the heads were shown.
    private func judgable(_ holdout: Holdout) -> [Int] {
        let present = holdout.present(in: data.table)
        return holdout.judged.filter { present[data.table.labels[$0]] }
    }

    private func lowestLoss(_ scores: Matrix, _ bias: [Float], _ judged: [Int], scales: [Float]) -> Double {
        let losses = scales.map { scale in
            judged.enumerated().reduce(0.0) { sum, message in
                var line = zip(scores[row: message.offset], bias).map { ($0 + $1) * scale }
                let own = line[data.table.labels[message.element]]
                return sum + Double(line.withUnsafeMutableBufferPointer { $0.softmax() } - own)
            }
        }
        return losses.min() ?? 0
    }
}
