internal import Kernels

/// A query's words beside those of other texts: late interaction (Khattab and Zaharia, "ColBERT", 2020), but with each
/// word read by itself, so that it is read once instead of in every text.
struct WordComparison {
    private let terms: WeightedTerms
    /// By the places of `terms`; nil for numbers, and for words that were corrected.
    private let words: [[Float]?]
    private let vectors: [String: [Float]]

    /// The words of a text as they are spelt, each once.
    static func words(of text: String) -> [String] {
        Array(TextAnalysis.spelling(of: text).values)
    }

    /// A query's words by their terms, as they are spelt; `vectors` has those of its words and of all others.
    init(_ spelling: [UInt32: String], _ terms: WeightedTerms, _ vectors: [String: [Float]]) {
        self.terms = terms
        self.vectors = vectors
        words = terms.terms.map { spelling[$0].flatMap { vectors[$0] } }
    }

    /// How far the query's words, the rarer the more, stand in a text or have one there that means the same: 0 to 1.
    ///
    /// `text` are its words as they are spelt, `held` their terms.
    func likeness(to text: [String], _ held: TermSet) -> Double {
        let others = text.compactMap { vectors[$0] }
        let sum = terms.terms.indices.reduce(0.0) { sum, place in
            sum + terms.weights[place] * (held.contains(terms.terms[place]) ? 1 : nearest(to: words[place], others))
        }
        return sum / terms.total
    }

    private func nearest(to word: [Float]?, _ others: [[Float]]) -> Double {
        guard let word else { return 0 }
        return others.reduce(0) { best, other in
            guard other.count == word.count else { return best }
            let cosine = word.withUnsafeBufferPointer { word in
                other.withUnsafeBufferPointer { VectorKernels.best.dot(word, $0) }
            }
            return max(best, Double(cosine))
        }
    }
}
