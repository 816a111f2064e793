/// What would be wrong if only the surest messages were answered, for every share of them.
///
/// Messages of one confidence count as the mean over all their orders, so that no order is luck.
package struct RiskCoverage: Sendable {
    /// One place on the curve.
    package struct Point: Sendable, Hashable, Codable {
        /// The share of messages that are answered.
        package let coverage: Double
        /// The share of these that are wrong.
        package let risk: Double
        /// The confidence of the least sure of them.
        package let threshold: Double
    }

    /// From the surest message on.
    private let confidences: [Double]
    /// The wrong ones among the first, the first two, and so on.
    private let errors: [Double]

    /// Orders messages by confidence; `right` tells which replies would be right.
    package init(_ confidences: [Double], right: [Bool]) {
        precondition(confidences.count == right.count)
        let sorted = zip(confidences, right).sorted { $0.0 > $1.0 }
        var errors: [Double] = []
        var start = 0
        while start < sorted.count {
            let end = sorted[start...].firstIndex { $0.0 != sorted[start].0 } ?? sorted.count
            let (before, wrong) = (errors.last ?? 0, Double(sorted[start..<end].count { !$0.1 }))
            errors += (1...(end - start)).map { before + wrong * Double($0) / Double(end - start) }
            start = end
        }
        self.confidences = sorted.map(\.0)
        self.errors = errors
    }

    /// The area under the curve: the mean risk over all numbers of answers (Geifman and El-Yaniv, 2017).
    package var area: Double {
        guard !errors.isEmpty else { return 0 }
        return errors.indices.reduce(0) { $0 + risk($1 + 1) } / Double(errors.count)
    }

    /// The share of right replies among the surest `coverage` of all messages, rounded up to a whole message.
    package func accuracy(atCoverage coverage: Double) -> Double {
        guard !errors.isEmpty else { return 0 }
        // A product such as 0.8 × 15 may come out a hair above the whole number that it is.
        let count = Int((coverage * Double(errors.count) - 1e-9).rounded(.up))
        return 1 - risk(min(max(count, 1), errors.count))
    }

    /// The curve at equal steps, at most `limit` of them; the last one answers everything.
    package func points(atMost limit: Int = 50) -> [Point] {
        let count = errors.count
        let steps = min(count, limit)
        return (0..<steps).map { step in
            let answered = (count * (step + 1) + steps - 1) / steps
            return Point(
                coverage: Double(answered) / Double(count), risk: risk(answered), threshold: confidences[answered - 1])
        }
    }

    private func risk(_ answered: Int) -> Double { errors[answered - 1] / Double(answered) }
}
