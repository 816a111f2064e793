internal import Foundation
internal import Kernels

/// What the heads say of one message, before they are blended: a score of each head for each class.
///
/// Classes are the intents and, behind them, the background: messages that no intent covers.
struct Evidence: Sendable {
    /// The heads, in the order of a blend's weights.
    enum Head: Int, CaseIterable {
        /// Logits of the regression on the embedding.
        case body
        /// Margins of the machines on n-grams.
        case ngrams
        /// Logarithms of the soft votes of the nearest examples by embedding, and by n-grams.
        case nearest, nearestNgrams
    }

    static let heads = Head.allCases.count

    /// (heads, classes)
    var scores: [Float]
    let classes: Int
    let facts: MessageFacts
    /// The highest cosine with any example of an intent, by embedding and by n-grams.
    var similarity: Float = 0
    var ngramSimilarity: Float = 0
    /// The same with any message of the background.
    var backgroundSimilarity: Float = 0
    var backgroundNgramSimilarity: Float = 0
    /// The cosine with the centre of each class's examples.
    var centres: [Float]

    init(classes: Int, facts: MessageFacts) {
        self.classes = classes
        self.facts = facts
        scores = [Float](repeating: 0, count: Self.heads * classes)
        centres = [Float](repeating: 0, count: classes)
    }

    subscript(head: Head, target: Int) -> Float {
        get { scores[head.rawValue * classes + target] }
        set { scores[head.rawValue * classes + target] = newValue }
    }
}

/// What a message tells of itself, whatever the examples.
struct MessageFacts: Sendable {
    /// The share of its n-grams' weight that the training messages know.
    let coverage: Float
    let tokens: Int
    /// Whether it is written in a script without spaces, which an English encoder cannot read.
    let isCharacterScript: Bool

    init(_ text: NormalizedText, coverage: Float) {
        self.coverage = coverage
        tokens = text.tokens.count
        isCharacterScript = text.characterShare >= 0.2
    }
}

/// The messages that the nearest heads vote from and the n-gram head's support refers to.
struct ExampleTable: Sendable {
    let ngrams: NgramIndex
    /// The class of each (n).
    let labels: [Int]
    /// The number of intents; a label of `intents` is the background.
    let intents: Int

    var hasBackground: Bool { labels.contains(intents) }
    var classes: Int { intents + (hasBackground ? 1 : 0) }
}

/// The parameters of the two trained heads, and where the classes lie.
struct ProbeHeads: Sendable {
    /// (D, C) and (C)
    let weights: Matrix
    let bias: [Float]
    /// (n, C): how much each example pushes each class, and (C).
    let support: Matrix
    let supportBias: [Float]
    let centres: ClassCentres
}

extension ProbeHeads {
    /// How sharply the nearest examples vote: the vote of one is exp(sharpness · cosine).
    static let sharpness: Float = 40
    static let ngramSharpness: Float = 10
    /// The share of the votes below which a class having fewer makes no difference.
    private static let leastVote: Float = 1e-4

    /// The evidence of several messages with embeddings (m, D) and n-gram vectors, beside the examples' (n, D).
    ///
    /// Excluded examples do not vote.
    func evidence(
        _ messages: [(facts: MessageFacts, vector: NgramIndex.Vector)], embeddings: Matrix,
        besideExamples examples: Matrix,
        in table: ExampleTable, excluded: [Bool]
    ) -> [Evidence] {
        let cosines = MatrixProduct.multiply(embeddings, examples, transposingSecond: true)
        var ngramCosines = Matrix(rows: messages.count, columns: examples.rows)
        ngramCosines.values.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            for (row, message) in messages.enumerated() {
                table.ngrams.addCosines(of: message.vector, to: base + row * examples.rows)
            }
        }
        return evidence(
            messages.map(\.facts), embeddings: embeddings, cosines: cosines, ngramCosines: &ngramCosines, in: table,
            excluded: excluded)
    }

    /// The same from the cosines (m, n) with each example; n-gram cosines of excluded examples become zero.
    func evidence(
        _ facts: [MessageFacts], embeddings: Matrix, cosines: Matrix, ngramCosines: inout Matrix,
        in table: ExampleTable, excluded: [Bool]
    ) -> [Evidence] {
        let examples = table.labels.count
        for example in excluded.indices where excluded[example] {
            for row in facts.indices { ngramCosines.values[row * examples + example] = 0 }
        }
        let logits = MatrixProduct.multiply(embeddings, weights)
        let margins = MatrixProduct.multiply(ngramCosines, support)
        return facts.enumerated().map { row, facts in
            var evidence = Evidence(classes: bias.count, facts: facts)
            for target in bias.indices {
                evidence[.body, target] = logits.values[row * bias.count + target] + bias[target]
                evidence[.ngrams, target] = margins.values[row * bias.count + target] + supportBias[target]
            }
            let near = Votes(cosines[row: row], table, excluded, sharpness: Self.sharpness)
            let nearNgrams = Votes(ngramCosines[row: row], table, excluded, sharpness: Self.ngramSharpness)
            for target in bias.indices {
                evidence[.nearest, target] = log(near.shares[target] + Self.leastVote)
                evidence[.nearestNgrams, target] = log(nearNgrams.shares[target] + Self.leastVote)
            }
            evidence.centres = centres.cosines(cosines[row: row], in: table, excluded: excluded)
            evidence.similarity = near.best
            evidence.ngramSimilarity = nearNgrams.best
            evidence.backgroundSimilarity = near.backgroundBest
            evidence.backgroundNgramSimilarity = nearNgrams.backgroundBest
            return evidence
        }
    }
}

/// The soft votes of the examples for their classes.
private struct Votes {
    private(set) var shares: [Float]
    private(set) var best: Float = 0
    private(set) var backgroundBest: Float = 0

    init(_ cosines: ArraySlice<Float>, _ table: ExampleTable, _ excluded: [Bool], sharpness: Float) {
        shares = [Float](repeating: 0, count: table.classes)
        cosines.withUnsafeBufferPointer { cosines in
            for (example, label) in table.labels.enumerated() where !excluded[example] {
                if label == table.intents {
                    backgroundBest = max(backgroundBest, cosines[example])
                } else {
                    best = max(best, cosines[example])
                }
            }
            let highest = max(best, backgroundBest)
            var total: Float = 0
            // A vote below a millionth of the best one's changes nothing that is kept.
            let least = highest - 14 / sharpness
            for (example, label) in table.labels.enumerated() where cosines[example] >= least && !excluded[example] {
                let vote = exp(sharpness * (cosines[example] - highest))
                shares[label] += vote
                total += vote
            }
            guard total > 0 else { return }
            for target in shares.indices { shares[target] /= total }
        }
    }
}
