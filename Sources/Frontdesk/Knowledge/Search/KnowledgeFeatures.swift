/// What speaks for an entry as the answer to a query; each part is 0 where nothing does.
package struct KnowledgeFeatures: Sendable, Hashable, Codable {
    /// The greatest cosine of the query's embedding with the question's or an alias's.
    package var nearestCosine = 0.0
    /// The cosine of the query's embedding with the question's.
    package var questionCosine = 0.0
    /// The cosine of the query's embedding with the answer's.
    package var answerCosine = 0.0
    /// The cosine of the query's embedding with that of question and answer read as one text.
    package var passageCosine = 0.0
    /// The share of the query's words, weighed by how rare they are, that the question holds.
    package var questionCoverage = 0.0
    /// The share of the query's words that the answer holds.
    package var answerCoverage = 0.0
    /// BM25 of the answer, as a share of what the query's words can reach.
    package var answerBM25 = 0.0
    /// How far the query's words and those of the nearest question or alias are the same.
    package var wordOverlap = 0.0
    /// How far the query's character n-grams and those of the nearest question or alias are the same.
    package var gramOverlap = 0.0
    /// BM25 of the question or the best alias, as a share of the best entry's.
    package var questionBM25 = 0.0
    /// BM25 of question and answer together, as a share of the best entry's.
    package var entryBM25 = 0.0
    /// How far each of the query's words means the same as one of the nearest question or alias.
    package var wordLikeness = 0.0
    /// The share of the query's words that the entry holds anywhere; a part of the confidence, not of the ranking.
    package var coverage = 0.0

    package init() {}

    /// The parts of the ranking by their names in explanations, in the order of `values`.
    package static let names = [
        "nearest cosine", "question cosine", "answer cosine", "passage cosine", "question coverage", "answer coverage",
        "answer bm25", "word overlap", "n-gram overlap", "question bm25", "entry bm25", "word likeness",
    ]

    /// The place among `values` of how alike words are, which takes their vectors.
    static let wordLikenessPlace = names.count - 1

    /// In the order of `names`.
    package var values: [Double] {
        [
            nearestCosine, questionCosine, answerCosine, passageCosine, questionCoverage, answerCoverage, answerBM25,
            wordOverlap, gramOverlap, questionBM25, entryBM25, wordLikeness,
        ]
    }

    /// The same evidence without embeddings.
    var withoutCosines: KnowledgeFeatures {
        var features = self
        features.nearestCosine = 0
        features.questionCosine = 0
        features.answerCosine = 0
        features.passageCosine = 0
        features.wordLikeness = 0
        return features
    }
}
