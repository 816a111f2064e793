internal import Foundation

/// The terms of a query with their weights: the rarer among the entries, the more one says.
struct WeightedTerms: Sendable {
    let terms: [UInt32]
    let weights: [Double]
    let total: Double

    /// `frequency` is the number of entries among `count` that hold a term.
    init(_ set: TermSet, count: Int, frequency: (UInt32) -> Int) {
        terms = set.terms
        weights = terms.map { term in
            let found = Double(min(frequency(term), count))
            return log(1 + (Double(count) - found + 0.5) / (found + 0.5))
        }
        total = max(weights.reduce(0, +), 1e-9)
    }

    /// Calls `body` with the places in the query and in the set of each term that both hold; both are sorted.
    @inline(__always)
    func forEachShared(with set: TermSet, _ body: (Int, Int) -> Void) {
        terms.withUnsafeBufferPointer { terms in
            set.terms.withUnsafeBufferPointer { others in
                var own = 0
                var other = 0
                while own < terms.count, other < others.count {
                    if terms[own] == others[other] {
                        body(own, other)
                        own += 1
                        other += 1
                    } else if terms[own] < others[other] {
                        own += 1
                    } else {
                        other += 1
                    }
                }
            }
        }
    }

    /// The harmonic mean of the weighed share of the query found in the set, and of the set's share that was found.
    func overlap(with set: TermSet) -> Double {
        var weight = 0.0
        var count = 0
        forEachShared(with: set) { own, _ in
            weight += weights[own]
            count += 1
        }
        guard count > 0 else { return 0 }
        let recall = weight / total
        let precision = Double(count) / Double(set.terms.count)
        return 2 * recall * precision / (recall + precision)
    }
}
