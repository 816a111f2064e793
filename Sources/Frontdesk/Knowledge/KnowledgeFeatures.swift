/// What speaks for an entry as the answer to a query; each part is 0 where nothing does.
package struct KnowledgeFeatures: Sendable, Hashable, Codable {
    /// The greatest cosine of the query's embedding with the question's or an alias's.
    package var questionCosine = 0.0
    /// The cosine of the query's embedding with the answer's.
    package var answerCosine = 0.0
    /// BM25 over question, aliases and answer as weighted fields, as a share of what the query's words can reach.
    package var bm25 = 0.0
    /// The share of the query's words, weighed by how rare they are, that the entry holds anywhere.
    package var coverage = 0.0
    /// How far the query's words and those of the nearest question or alias are the same.
    package var wordOverlap = 0.0
    /// How far the query's character n-grams and those of the nearest question or alias are the same.
    package var gramOverlap = 0.0
    /// The share of the query's character n-grams, weighed by rarity, that question, aliases and answer hold.
    package var gramCoverage = 0.0

    package init() {}

    /// The parts by their names in explanations, in the order of `values`.
    package static let names = [
        "question cosine", "answer cosine", "bm25", "coverage", "word overlap", "n-gram overlap", "n-gram coverage",
    ]

    package var values: [Double] {
        [questionCosine, answerCosine, bm25, coverage, wordOverlap, gramOverlap, gramCoverage]
    }

    /// The same evidence without embeddings.
    var withoutCosines: KnowledgeFeatures {
        var features = self
        features.questionCosine = 0
        features.answerCosine = 0
        return features
    }
}
