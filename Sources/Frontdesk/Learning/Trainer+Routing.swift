internal import Kernels

/// Weighing templates and knowledge against each other on messages that neither side has seen.
extension Trainer {
    /// Calibrates the search, then learns from both sides' unseen messages how to route.
    func trainRouting(
        _ examples: [TrainingExample], _ probe: ProbeTraining, _ negatives: [String], _ entries: [KnowledgeEntry]
    ) throws -> (KnowledgeCalibration, RoutingModel) {
        progress(JobProgress(step: "Weighing knowledge", done: 0, total: 1))
        let texts = examples.map(\.text)
        let calibrator = try KnowledgeCalibrator(
            index, encoder: base, others: texts, otherVectors: embed(texts, step: "Embedding messages"))
        let knowledge = calibrator.fit()
        let observations = observations(
            examples, probe, rankings: Dictionary(zip(negatives, probe.negativeRankings), uniquingKeysWith: { $1 }),
            calibrator.judgements())
        let trainer = RoutingTrainer(
            targetWrongShare: files.settings.targetWrongShare, outOfScopeShare: files.settings.outOfScopeShare,
            handoffs: files.catalog.intents.reduce(into: [:]) { $0[$1.name] = $1.handoff })
        progress(JobProgress(step: "Weighing knowledge", done: 1, total: 1))
        return (knowledge, trainer.train(observations))
    }

    private func observations(
        _ examples: [TrainingExample], _ probe: ProbeTraining, rankings: [String: Ranking],
        _ judgements: [KnowledgeCalibrator.Judgement]
    ) -> [RoutingTrainer.Observation] {
        var hits: [String: [Candidate]] = [:]
        var observations: [RoutingTrainer.Observation] = []
        for judgement in judgements {
            let entries = judgement.hits.map { Candidate(.entry($0.id), confidence: $0.confidence) }
            if judgement.isOther {
                hits[judgement.text] = entries
            } else if let id = judgement.id, let ranking = rankings[judgement.text] {
                observations.append(Self.observation(judgement.text, ranking, entries, right: [.entry(id)]))
            } else if judgement.id == nil, let ranking = rankings[judgement.text] {
                // Its own entry left out, an entry's question is the nearest thing to a near miss that there is.
                observations.append(Self.observation(judgement.text, ranking, entries, right: []))
            }
        }
        for (example, ranking) in zip(examples, probe.outOfFold) {
            let right = example.intent.map { Set([Candidate.Option.intent($0)]) } ?? []
            observations.append(Self.observation(example.text, ranking, hits[example.text] ?? [], right: right))
        }
        for (index, ranking) in probe.standIns {
            let text = examples[index].text
            observations.append(Self.observation(text, ranking, hits[text] ?? [], right: []))
        }
        return observations
    }

    private static func observation(
        _ text: String, _ ranking: Ranking, _ entries: [Candidate], right: Set<Candidate.Option>
    ) -> RoutingTrainer.Observation {
        RoutingTrainer.Observation(
            language: Language.detect(in: text) ?? .english,
            intents: ranking.candidates.map { Candidate(.intent($0.intent), confidence: $0.confidence) },
            entries: entries, right: right)
    }
}
