import Frontdesk
import Kernels

/// A stand-in for an encoder: character n-grams hashed to 64 numbers, so that like texts have like vectors.
struct HashedEmbedding {
    static let width = 64
    private(set) var embedded: [String] = []

    mutating func embed(_ texts: [String]) -> Matrix {
        embedded += texts
        return Matrix(rows: texts.count, columns: Self.width, values: texts.flatMap(Self.vector))
    }

    static func vector(_ text: String) -> [Float] {
        var vector = [Float](repeating: 0, count: width)
        for gram in TextAnalysis(text).grams {
            let hash = gram.utf8.reduce(5381 as UInt64) { ($0 &* 33) ^ UInt64($1) }
            vector[Int(hash % UInt64(width))] += hash & 64 == 0 ? 1 : -1
        }
        let length = max(vector.reduce(0) { $0 + $1 * $1 }.squareRoot(), 1e-6)
        return vector.map { $0 / length }
    }
}
