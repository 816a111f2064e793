internal import Foundation

/// The training messages by n-gram: a message's cosine with each of them in one pass over its n-grams.
///
/// An n-gram's weight is (1 + ln count) · idf, idf = 1 + ln((1 + n) / (1 + messages with it)); vectors have length one.
/// N-grams that no training message holds count in a message's length, so that unknown words lower every similarity.
package struct NgramIndex: Sendable {
    /// One message as weights of known n-grams.
    package struct Vector: Sendable {
        package var features: [Int32] = []
        package var weights: [Float] = []
        /// The share of the message's squared length that known n-grams make up.
        package var coverage: Float = 0
    }

    /// One message as weights of all its n-grams, known or not, by hashed feature, ascending.
    package struct HashedVector: Sendable {
        let features: [UInt32]
        let weights: [Float]

        /// The cosine of two messages.
        func cosine(_ other: HashedVector) -> Float {
            var sum: Float = 0
            var (left, right) = (0, 0)
            while left < features.count, right < other.features.count {
                if features[left] == other.features[right] {
                    sum += weights[left] * other.weights[right]
                    left += 1
                    right += 1
                } else if features[left] < other.features[right] {
                    left += 1
                } else {
                    right += 1
                }
            }
            return sum
        }
    }

    package let examples: Int
    /// Hashed n-grams, ascending (F).
    let features: [UInt32]
    /// Where each n-gram's postings start, and the end of the last (F + 1).
    let starts: [Int32]
    /// The messages that hold it, and its weight in each.
    let postingExamples: [Int32]
    let postingWeights: [Float]

    init(
        examples: Int, features: [UInt32], starts: [Int32], postingExamples: [Int32], postingWeights: [Float]
    ) {
        self.examples = examples
        self.features = features
        self.starts = starts
        self.postingExamples = postingExamples
        self.postingWeights = postingWeights
    }

    package init(_ messages: [NgramCounts]) {
        examples = messages.count
        features = Array(Set(messages.flatMap(\.features))).sorted()
        var frequency = [Int32](repeating: 0, count: features.count)
        let known = messages.map { [features] counts in counts.features.map { Self.find($0, in: features) } }
        for row in known { for feature in row { frequency[Int(feature)] += 1 } }
        starts = frequency.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
        var next = starts
        var owners = [Int32](repeating: 0, count: Int(starts[features.count]))
        var weights = [Float](repeating: 0, count: owners.count)
        for (example, counts) in messages.enumerated() {
            let idf = known[example].map { Self.idf(frequency: $0, in: frequency, of: messages.count) }
            let values = zip(counts.weights, idf).map { $0 * $1 }
            let length = max(values.reduce(0) { $0 + $1 * $1 }.squareRoot(), .leastNormalMagnitude)
            for (feature, value) in zip(known[example], values) {
                let place = Int(next[Int(feature)])
                owners[place] = Int32(example)
                weights[place] = value / length
                next[Int(feature)] += 1
            }
        }
        postingExamples = owners
        postingWeights = weights
    }

    /// A message's vector, of length one over known and unknown n-grams together.
    package func vector(_ counts: NgramCounts) -> Vector {
        var vector = Vector()
        var total: Float = 0
        var covered: Float = 0
        for (hash, weight) in zip(counts.features, counts.weights) {
            let feature = Self.find(hash, in: features)
            let frequency = feature < 0 ? 0 : starts[Int(feature) + 1] - starts[Int(feature)]
            let value = weight * Self.idf(frequency, of: examples)
            total += value * value
            guard feature >= 0 else { continue }
            covered += value * value
            vector.features.append(feature)
            vector.weights.append(value)
        }
        guard total > 0 else { return vector }
        let scale = 1 / total.squareRoot()
        for index in vector.weights.indices { vector.weights[index] *= scale }
        vector.coverage = covered / total
        return vector
    }

    /// A message's vector over all its n-grams, for comparing it with messages outside the index.
    func hashedVector(_ counts: NgramCounts) -> HashedVector {
        let weights = zip(counts.features, counts.weights).map { hash, weight in
            let feature = Self.find(hash, in: features)
            let frequency = feature < 0 ? 0 : starts[Int(feature) + 1] - starts[Int(feature)]
            return weight * Self.idf(frequency, of: examples)
        }
        let length = weights.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return HashedVector(features: counts.features, weights: weights.map { length > 0 ? $0 / length : 0 })
    }

    /// Adds the message's cosine with each training message to `cosines` (one for each).
    func addCosines(of vector: Vector, to cosines: UnsafeMutablePointer<Float>) {
        postingExamples.withUnsafeBufferPointer { owners in
            postingWeights.withUnsafeBufferPointer { weights in
                for (feature, weight) in zip(vector.features, vector.weights) {
                    for place in Int(starts[Int(feature)])..<Int(starts[Int(feature) + 1]) {
                        cosines[Int(owners[place])] += weight * weights[place]
                    }
                }
            }
        }
    }

    /// The training messages' vectors again, one row each, as `LinearSVM` reads them.
    package func rows() -> [Vector] {
        var rows = [Vector](repeating: Vector(), count: examples)
        for feature in features.indices {
            for place in Int(starts[feature])..<Int(starts[feature + 1]) {
                rows[Int(postingExamples[place])].features.append(Int32(feature))
                rows[Int(postingExamples[place])].weights.append(postingWeights[place])
            }
        }
        return rows
    }

    package var featureCount: Int { features.count }

    private static func idf(frequency feature: Int32, in frequencies: [Int32], of count: Int) -> Float {
        idf(frequencies[Int(feature)], of: count)
    }

    private static func idf(_ frequency: Int32, of count: Int) -> Float {
        1 + log(Float(1 + count) / Float(1 + frequency))
    }

    private static func find(_ hash: UInt32, in features: [UInt32]) -> Int32 {
        var low = 0
        var high = features.count
        while low < high {
            let middle = (low + high) / 2
            if features[middle] < hash { low = middle + 1 } else { high = middle }
        }
        return low < features.count && features[low] == hash ? Int32(low) : -1
    }
}
