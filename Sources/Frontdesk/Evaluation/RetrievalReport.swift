/// How well the knowledge search ranks: each measure's mean over the queries.
package struct RetrievalReport: Sendable, Codable {
    package let map: Double
    package let mrr: Double
    package let ndcg3: Double
    package let ndcg10: Double
    package let precision1: Double
    package let precision5: Double
    package let recall10: Double
    package let queries: Int
    package let millisecondsPerQuery: Double

    enum CodingKeys: String, CodingKey {
        case map, mrr, queries
        case ndcg3 = "ndcg_3"
        case ndcg10 = "ndcg_10"
        case precision1 = "precision_1"
        case precision5 = "precision_5"
        case recall10 = "recall_10"
        case millisecondsPerQuery = "milliseconds_per_query"
    }

    /// Measures ranked ids, the best first, against those that are relevant.
    package init(_ results: [(ranked: [String], relevant: Set<String>)], milliseconds: Double) {
        func mean(_ measure: ([String], Set<String>) -> Double) -> Double {
            results.isEmpty ? 0 : results.reduce(0) { $0 + measure($1.ranked, $1.relevant) } / Double(results.count)
        }
        map = mean { Metrics.averagePrecision($0, relevant: $1) }
        mrr = mean { Metrics.reciprocalRank($0, relevant: $1) }
        ndcg3 = mean { Metrics.normalisedGain($0, relevant: $1, first: 3) }
        ndcg10 = mean { Metrics.normalisedGain($0, relevant: $1, first: 10) }
        precision1 = mean { Metrics.precision($0, relevant: $1, first: 1) }
        precision5 = mean { Metrics.precision($0, relevant: $1, first: 5) }
        recall10 = mean { Metrics.recall($0, relevant: $1, first: 10) }
        queries = results.count
        millisecondsPerQuery = milliseconds / Double(max(results.count, 1))
    }
}

extension RetrievalReport {
    /// The measures in the order in which people read them, with their names and their JSON keys.
    package var figures: [(name: String, key: String, value: Double)] {
        [
            ("MAP", CodingKeys.map, map), ("MRR", .mrr, mrr), ("NDCG, first 3", .ndcg3, ndcg3),
            ("NDCG, first 10", .ndcg10, ndcg10), ("precision, first", .precision1, precision1),
            ("precision, first 5", .precision5, precision5), ("recall, first 10", .recall10, recall10),
        ].map { ($0.0, $0.1.rawValue, $0.2) }
    }
}
