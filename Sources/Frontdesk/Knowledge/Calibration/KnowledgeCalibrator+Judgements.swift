/// How the search would answer each case, judged by weights that were fitted to the other half of the ids.
extension KnowledgeCalibrator {
    /// One query with the entries found for it, the most confident first.
    package struct Judgement: Sendable {
        package let text: String
        /// The entry that is right; nil where none is.
        package let id: String?
        /// Whether it is one of the messages that something else than knowledge answers.
        package let isOther: Bool
        package let hits: [(id: String, confidence: Double)]
        /// The first hit's score and its distance from the next one's; nought without hits.
        package let score: Double
        package let margin: Double
    }

    /// Every case of the kinds of query that embeddings serve, in no particular order.
    package func judgements() -> [Judgement] {
        KnowledgeCalibration.Kind.all.filter { $0.hasVectors != corpus.vectors.isEmpty }.flatMap { kind in
            [0, 1].flatMap { half in
                let weights = fit(kind, half: 1 - half)
                return cases(kind, half: half).map { judgement($0, weights) }
            }
        }
    }

    private func judgement(_ item: Case, _ weights: KnowledgeCalibration.Weights) -> Judgement {
        let ranked = item.findings.ranked(by: weights)
        let standings = KnowledgeRanking.standings(ranked, first: 3, information: item.findings.information)
        let hits = zip(ranked, standings).map { (id: $0.candidate.id, confidence: weights.confidence($1)) }
        return Judgement(
            text: item.text, id: item.id, isOther: item.source == .intent, hits: hits,
            score: standings.first?.score ?? 0,
            margin: standings.first?.margin ?? 0)
    }
}
