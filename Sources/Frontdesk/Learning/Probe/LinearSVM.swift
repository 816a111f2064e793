internal import BERT
package import Kernels

/// One-against-rest linear support vector machines with squared hinge loss, by dual coordinate descent.
///
/// The algorithm is liblinear's (Hsieh et al., 2008, "A Dual Coordinate Descent Method for Large-scale Linear SVM",
/// algorithm 3 with shrinking). The machine is kept by its support: how much each training message pushes each class.
package struct LinearSVM {
    let penalty: Float
    let seed: UInt64
    let tolerance: Float
    var passes = 200

    package init(penalty: Float, seed: UInt64, tolerance: Float = 0.1) {
        self.penalty = penalty
        self.seed = seed
        self.tolerance = tolerance
    }

    /// The support (examples, classes) and each class's bias; messages of `excluded` rows support nothing.
    package func train(
        rows: [NgramIndex.Vector], features: Int, labels: [Int], classes: Int, excluded: [Bool]
    ) -> (support: Matrix, bias: [Float]) {
        var support = Matrix(rows: rows.count, columns: classes)
        var bias = [Float](repeating: 0, count: classes)
        let members = rows.indices.filter { !excluded[$0] }
        guard !members.isEmpty else { return (support, bias) }
        let flat = FlatRows(rows, members)
        for target in 0..<classes {
            let signs = members.map { labels[$0] == target ? Float(1) : -1 }
            let alpha = solve(flat, signs: signs, features: features, seed: seed &+ UInt64(target))
            for (index, member) in members.enumerated() {
                let push = alpha[index] * signs[index]
                support.values[member * classes + target] = push
                bias[target] += push
            }
        }
        return (support, bias)
    }

    private func solve(_ rows: FlatRows, signs: [Float], features: Int, seed: UInt64) -> [Float] {
        let count = signs.count
        let ridge = 0.5 / penalty
        var alpha = [Float](repeating: 0, count: count)
        var weights = [Float](repeating: 0, count: features + 1)
        var order = Array(0..<count)
        var active = count
        var random = SplitMix64(seed: seed)
        var oldHighest = Float.infinity
        for _ in 0..<passes {
            var highest = -Float.infinity
            var lowest = Float.infinity
            for index in 0..<active { order.swapAt(index, index + random.below(active - index)) }
            var place = 0
            while place < active {
                let row = order[place]
                let sign = signs[row]
                let gradient = sign * rows.dot(row, weights) - 1 + alpha[row] * ridge
                var projected = gradient
                if alpha[row] == 0 {
                    if gradient > oldHighest {
                        active -= 1
                        order.swapAt(place, active)
                        continue
                    }
                    projected = min(gradient, 0)
                }
                highest = max(highest, projected)
                lowest = min(lowest, projected)
                if abs(projected) > 1e-12 {
                    let old = alpha[row]
                    alpha[row] = max(old - gradient / (rows.squaredLength[row] + ridge), 0)
                    rows.add((alpha[row] - old) * sign, row, to: &weights)
                }
                place += 1
            }
            if highest - lowest <= tolerance {
                if active == count { break }
                active = count
                oldHighest = .infinity
            } else {
                oldHighest = highest <= 0 ? .infinity : highest
            }
        }
        return alpha
    }
}

/// Sparse rows, one after another; each has a constant feature behind its own, which learns the bias.
private struct FlatRows {
    private var starts: [Int] = [0]
    private var features: [Int32] = []
    private var weights: [Float] = []
    private(set) var squaredLength: [Float] = []

    init(_ rows: [NgramIndex.Vector], _ members: [Int]) {
        for member in members {
            features += rows[member].features
            weights += rows[member].weights
            starts.append(features.count)
            squaredLength.append(1 + rows[member].weights.reduce(0) { $0 + $1 * $1 })
        }
    }

    @inline(__always)
    func dot(_ row: Int, _ vector: [Float]) -> Float {
        vector.withUnsafeBufferPointer { vector in
            features.withUnsafeBufferPointer { features in
                weights.withUnsafeBufferPointer { weights in
                    var sum = vector[vector.count - 1]
                    for place in starts[row]..<starts[row + 1] { sum += weights[place] * vector[Int(features[place])] }
                    return sum
                }
            }
        }
    }

    @inline(__always)
    func add(_ scale: Float, _ row: Int, to vector: inout [Float]) {
        vector.withUnsafeMutableBufferPointer { vector in
            features.withUnsafeBufferPointer { features in
                weights.withUnsafeBufferPointer { weights in
                    vector[vector.count - 1] += scale
                    for place in starts[row]..<starts[row + 1] {
                        vector[Int(features[place])] += scale * weights[place]
                    }
                }
            }
        }
    }
}

extension LinearSVM {
    /// Learns the n-gram head's classes.
    func train(_ data: ProbeData, excluded: [Bool]) -> (support: Matrix, bias: [Float]) {
        train(
            rows: data.rows, features: data.table.ngrams.featureCount, labels: data.table.labels,
            classes: data.table.classes, excluded: excluded)
    }
}
