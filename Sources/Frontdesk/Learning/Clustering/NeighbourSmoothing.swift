package import Kernels

/// Moves vectors towards their nearest neighbours: messages that others write alike come to lie together.
///
/// What customers write is dense where they want the same and thin in between; an encoder that never saw this bot's
/// messages does not know where that is, its log does. Each round adds to a vector the mean of its nearest ones, the
/// nearer the more.
package struct NeighbourSmoothing: Sendable {
    package var neighbours = 20
    package var rounds = 2

    package init() {}

    /// The vectors (n, D), all of length one, after all rounds.
    package func smoothed(_ vectors: Matrix) -> Matrix {
        (0..<rounds).reduce(vectors) { current, _ in round(current, among: current, isSame: true) }
    }

    /// Other vectors (m, D) moved towards those of `log` (n, D), round by round as the log itself is.
    package func smoothed(_ vectors: Matrix, towards log: Matrix) -> Matrix {
        var (vectors, log) = (vectors, log)
        for index in 0..<rounds {
            vectors = round(vectors, among: log, isSame: false)
            if index + 1 < rounds { log = round(log, among: log, isSame: true) }
        }
        return vectors
    }

    private func round(_ vectors: Matrix, among log: Matrix, isSame: Bool) -> Matrix {
        let rows = vectors.mapProducts(with: log) { row, products in
            moved(vectors[row: row], Self.nearest(products, count: neighbours, without: isSame ? row : nil), log)
        }
        return Matrix(rows: vectors.rows, columns: vectors.columns, values: rows.flatMap(\.self))
    }

    private func moved(
        _ vector: ArraySlice<Float>, _ near: [(row: Int, cosine: Float)], _ log: Matrix
    ) -> [Float] {
        var sum = Array(vector)
        let total = near.reduce(0) { $0 + max($1.cosine, 0) }
        guard total > 0 else { return sum }
        for (row, cosine) in near where cosine > 0 {
            let other = log[row: row]
            for (column, place) in other.indices.enumerated() { sum[column] += cosine / total * other[place] }
        }
        let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? sum.map { $0 / length } : sum
    }

    /// The greatest of a line, without sorting all of it.
    private static func nearest(
        _ line: ArraySlice<Float>, count: Int, without own: Int?
    ) -> [(row: Int, cosine: Float)] {
        var best: [(row: Int, cosine: Float)] = []
        for (row, place) in line.indices.enumerated() where row != own {
            let cosine = line[place]
            if best.count == count, let last = best.last, cosine <= last.cosine { continue }
            let at = best.firstIndex { cosine > $0.cosine } ?? best.count
            best.insert((row, cosine), at: at)
            if best.count > count { best.removeLast() }
        }
        return best
    }
}
