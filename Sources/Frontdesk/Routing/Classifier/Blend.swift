internal import Foundation

/// The heads' weights: a class's logit is the weighted sum of the heads' scores for it.
struct Blend: Sendable, Codable, Equatable {
    /// One weight a head for messages in words, and for scripts without spaces.
    var words: [Double]
    var characters: [Double]

    /// What fits most bots; where there is little data to fit, the weights stay near.
    static let prior = Blend(words: [1.5, 3, 0.3, 0.1], characters: [0.8, 5, 0.1, 0.3])

    func weights(for facts: MessageFacts) -> [Double] {
        facts.isCharacterScript ? characters : words
    }

    /// The probability of each class; a class that is not present gets none.
    func probabilities(_ evidence: Evidence, present: [Bool]) -> [Double] {
        Self.softmax(logits(evidence, present: present))
    }

    func logits(_ evidence: Evidence, present: [Bool]) -> [Double] {
        let weights = weights(for: evidence.facts)
        return (0..<evidence.classes).map { target in
            guard present[target] else { return -.infinity }
            return Evidence.Head.allCases.reduce(0) { $0 + weights[$1.rawValue] * Double(evidence[$1, target]) }
        }
    }

    static func softmax(_ logits: [Double]) -> [Double] {
        let highest = logits.max() ?? 0
        guard highest.isFinite else { return logits.map { _ in 0 } }
        let powers = logits.map { exp($0 - highest) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }

    /// Each class's share of the votes of the nearest examples, by embedding and by n-grams.
    func votes(_ evidence: Evidence) -> [Double] {
        let share = Double(embeddingShare(for: evidence.facts))
        return (0..<evidence.classes).map { target in
            share * exp(Double(evidence[.nearest, target])) + (1 - share)
                * exp(Double(evidence[.nearestNgrams, target]))
        }
    }

    /// The share of the embedding in how near an example is, by the same weights as its votes.
    func embeddingShare(for facts: MessageFacts) -> Float {
        let weights = weights(for: facts)
        let embedding = weights[Evidence.Head.nearest.rawValue] * Double(ProbeHeads.sharpness)
        let ngrams = weights[Evidence.Head.nearestNgrams.rawValue] * Double(ProbeHeads.ngramSharpness)
        let share = embedding + ngrams > 0 ? embedding / (embedding + ngrams) : 0.5
        // Neither is left out: words alone do not show a paraphrase, an embedding alone not a product code.
        return Float(min(max(share, facts.isCharacterScript ? 0 : 0.3), facts.isCharacterScript ? 0.5 : 0.9))
    }
}
