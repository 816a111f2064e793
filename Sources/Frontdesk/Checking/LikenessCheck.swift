package import Kernels

/// Compares examples by what they mean: nearly the same under two intents, and intents that cannot be told apart.
package struct LikenessCheck: Sendable {
    /// An example's nearest ones, by their rows.
    private struct Neighbours {
        /// Of any intent.
        var nearest: (row: Int, cosine: Float)?
        /// Of another intent.
        var other: (row: Int, cosine: Float)?
    }

    private let written: WrittenExamples
    /// The examples of intents that there is an embedding of, by their places.
    private let places: [Int]
    /// (rows, H), each of length one.
    private let embeddings: Matrix

    /// From this cosine on, two messages mean the same to the base model but for a word.
    private static let same: Float = 0.95
    /// Of two intents that cannot be told apart, so many examples lie nearest to one of the other.
    private static let closeShare = 1.0 / 3
    /// Fewer examples say nothing of an intent.
    private static let fewest = 10
    /// To an encoder for which any two examples are so much alike, likeness means nothing.
    private static let blur: Float = 0.6
    /// So many examples are compared at a time.
    private static let block = 128

    /// `embeddings` has a row for each of the examples at `places`.
    package init(_ written: WrittenExamples, places: [Int], embeddings: Matrix) {
        self.written = written
        self.places = places
        self.embeddings = embeddings
    }

    /// Warnings of examples and of intents; of examples at places that are `told` already the words have said it.
    package func warnings(
        _ catalog: IntentCatalog, besides told: Set<SourceLocation> = [],
        progress: (JobProgress) throws -> Void = { _ in }
    ) throws -> [BotWarning] {
        guard places.count > 1, meanCosine <= Self.blur else { return [] }
        let neighbours = try neighbours(progress)
        return likeExamples(neighbours, told) + closeIntents(neighbours, catalog)
    }

    private func example(_ row: Int) -> TrainingExample { written.examples[places[row]] }

    /// The mean over all pairs of examples: the square of their middle's length.
    private var meanCosine: Float {
        var middle = [Float](repeating: 0, count: embeddings.columns)
        for row in 0..<embeddings.rows {
            for (column, value) in embeddings[row: row].enumerated() { middle[column] += value }
        }
        return middle.reduce(0) { $0 + $1 * $1 } / Float(embeddings.rows * embeddings.rows)
    }
}

// MARK: - Nearest examples

extension LikenessCheck {
    private func neighbours(_ progress: (JobProgress) throws -> Void) throws -> [Neighbours] {
        let numbers = Dictionary(
            Set(places.indices.map { example($0).intent }).enumerated().map { ($1, $0) }, uniquingKeysWith: { $1 })
        let intents = places.indices.map { numbers[example($0).intent] ?? 0 }
        var found: [Neighbours] = []
        let step = Self.block * 8
        for start in stride(from: 0, to: places.count, by: step) {
            try progress(JobProgress(step: "Comparing examples", done: start, total: places.count))
            let end = min(start + step, places.count)
            let blocks = stride(from: start, to: end, by: Self.block).map { $0..<min($0 + Self.block, end) }
            found += concurrentMap(blocks.count) { neighbours(of: blocks[$0], intents) }.flatMap(\.self)
        }
        return found
    }

    private func neighbours(of rows: Range<Int>, _ intents: [Int]) -> [Neighbours] {
        let cosines = MatrixProduct.multiply(embeddings.rows(Array(rows)), embeddings, transposingSecond: true)
        return rows.map { row in
            var found = Neighbours()
            var (nearest, other): (Float, Float) = (-1, -1)
            for (place, cosine) in cosines[row: row - rows.lowerBound].enumerated() where place != row {
                if cosine > nearest {
                    nearest = cosine
                    found.nearest = (place, cosine)
                }
                if cosine > other, intents[place] != intents[row] {
                    other = cosine
                    found.other = (place, cosine)
                }
            }
            return found
        }
    }
}

// MARK: - What they say

extension LikenessCheck {
    /// Examples that mean the same under two intents, unless a word tells them apart; of two that do, the later.
    private func likeExamples(_ neighbours: [Neighbours], _ told: Set<SourceLocation>) -> [BotWarning] {
        neighbours.indices.compactMap { row in
            guard let (other, cosine) = neighbours[row].other, cosine >= Self.same,
                other < row || !isMutual(row, other, neighbours), let place = example(other).location,
                let location = example(row).location,
                !told.contains(location), !told.contains(place), isDoubtful(row, other)
            else { return nil }
            return BotWarning(
                .nearDuplicate, at: location,
                "'\(example(other).intent ?? "")' has an example that means the same, at \(place)",
                mend: "Keep it where it fits better, or say what tells the two apart")
        }
    }

    private func isMutual(_ row: Int, _ other: Int, _ neighbours: [Neighbours]) -> Bool {
        neighbours[other].other?.row == row
    }

    /// Whether two examples have a word in common, and none that only one of them has tells their intents apart.
    ///
    /// To the base model "true" is near to "false", and "Monday" to "Tuesday": without a word in common it proves nothing.
    private func isDoubtful(_ first: Int, _ second: Int) -> Bool {
        guard let intent = example(first).intent, let other = example(second).intent else { return false }
        let words = [first, second].map { Set(written.words[places[$0]].hashes) }
        return !words[0].isDisjoint(with: words[1])
            && !words[0].subtracting(words[1]).contains { written.isTold($0, of: intent, against: other) }
            && !words[1].subtracting(words[0]).contains { written.isTold($0, of: other, against: intent) }
    }

    /// How many examples of an intent lie nearest to one of another.
    private struct Strays {
        let intent: String
        let other: String
        let count: Int
        let size: Int
        var share: Double { Double(count) / Double(size) }
    }

    /// Pairs of intents of which a large share of the one's examples lies nearest to one of the other.
    private func closeIntents(_ neighbours: [Neighbours], _ catalog: IntentCatalog) -> [BotWarning] {
        var pairs: Set<Set<String>> = []
        return strays(neighbours).filter { $0.size >= Self.fewest && $0.share >= Self.closeShare }
            .sorted { ($1.share, $0.intent, $0.other) < ($0.share, $1.intent, $1.other) }
            .filter { pairs.insert([$0.intent, $0.other]).inserted }
            .compactMap { strays in
                guard let location = catalog[strays.intent]?.location else { return nil }
                return BotWarning(
                    .closeIntents, at: location,
                    "\(strays.count) of \(strays.size) examples of '\(strays.intent)' lie nearest to one of '\(strays.other)'",
                    mend: "Write examples that say what tells them apart, or make one intent of both")
            }
    }

    private func strays(_ neighbours: [Neighbours]) -> [Strays] {
        let names = places.indices.map { example($0).intent ?? "" }
        let sizes = names.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        let counts = neighbours.indices.reduce(into: [[String]: Int]()) { counts, row in
            guard let nearest = neighbours[row].nearest?.row, names[nearest] != names[row] else { return }
            counts[[names[row], names[nearest]], default: 0] += 1
        }
        return counts.map { pair, count in
            Strays(intent: pair[0], other: pair[1], count: count, size: sizes[pair[0]] ?? count)
        }
    }
}
