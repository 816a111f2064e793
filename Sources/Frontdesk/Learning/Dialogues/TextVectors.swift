package import Kernels

/// Vectors of texts, each read once.
package struct TextVectors: Sendable {
    private let places: [String: Int]
    /// (texts, H), of length one.
    private let vectors: Matrix

    /// Has texts read by `embed`, which gives rows of length one.
    package init(_ texts: [String], _ embed: ([String]) throws -> Matrix) rethrows {
        var places: [String: Int] = [:]
        for text in texts where places[text] == nil { places[text] = places.count }
        self.places = places
        vectors = try embed(places.sorted { $0.value < $1.value }.map(\.key))
    }

    /// How alike two of the texts are: 0 for one that was not read.
    package func cosine(_ first: String, _ second: String) -> Double {
        guard let one = places[first], let other = places[second] else { return 0 }
        return Double(zip(vectors[row: one], vectors[row: other]).reduce(0) { $0 + $1.0 * $1.1 })
    }

    /// The rows of some of the texts, in the order given.
    package func rows(_ texts: [String]) -> Matrix { vectors.rows(texts.compactMap { places[$0] }) }
}
