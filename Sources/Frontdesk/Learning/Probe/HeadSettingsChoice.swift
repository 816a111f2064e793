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
            return losses(logits, plain.bias, judged, scales: Self.bodyScales).min() ?? 0
        }
    }

    private static let bodyScales: [Float] = [0.7, 1, 1.4, 2, 2.8]
    private static let machineScales: [Float] = [1.4, 2, 2.8, 4, 5.6, 8, 11]
    /// So many judged messages are compared with all examples at a time: of many, all would take all memory.
    private static let block = 512

    private func machineLosses(_ holdout: Holdout) -> [Double] {
        let judged = judgable(holdout)
        let machines = HeadSettings.penalties.map {
            LinearSVM(penalty: $0, seed: seed).train(data, excluded: holdout.excluded)
        }
        var sums = machines.map { _ in [Double](repeating: 0, count: Self.machineScales.count) }
        for start in stride(from: 0, to: judged.count, by: Self.block) {
            let part = Array(judged[start..<min(start + Self.block, judged.count)])
            let cosines = cosines(of: part)
            for (place, machine) in machines.enumerated() {
                let margins = MatrixProduct.multiply(cosines, machine.support)
                let more = losses(margins, machine.bias, part, scales: Self.machineScales)
                sums[place] = zip(sums[place], more).map { $0 + $1 }
            }
        }
        return sums.map { $0.min() ?? 0 }
    }

    /// How like messages are to each example by their n-grams, (messages, examples).
    private func cosines(of messages: [Int]) -> Matrix {
        var cosines = Matrix(rows: messages.count, columns: data.examples.count)
        cosines.values.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            for (place, index) in messages.enumerated() {
                data.table.ngrams.addCosines(of: data.rows[index], to: base + place * data.examples.count)
            }
        }
        return cosines
    }

    /// The judged messages whose class the heads were shown.
    private func judgable(_ holdout: Holdout) -> [Int] {
        let present = holdout.present(in: data.table)
        return holdout.judged.filter { present[data.table.labels[$0]] }
    }

    /// The summed loss of judged messages at each scale of their scores.
    private func losses(_ scores: Matrix, _ bias: [Float], _ judged: [Int], scales: [Float]) -> [Double] {
        scales.map { scale in
            judged.enumerated().reduce(0.0) { sum, message in
                var line = zip(scores[row: message.offset], bias).map { ($0 + $1) * scale }
                let own = line[data.table.labels[message.element]]
                return sum + Double(line.withUnsafeMutableBufferPointer { $0.softmax() } - own)
            }
        }
    }
}
