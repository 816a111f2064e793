internal import BERT
internal import Kernels

/// Weighing templates and knowledge against each other on messages that neither side has seen.
extension Trainer {
    /// Calibrates the search, then learns from both sides' unseen messages how to route.
    func trainRouting(
        _ set: TrainingSet, _ learnt: Learnt, _ entries: [KnowledgeEntry]
    ) throws -> (KnowledgeCalibration, RoutingModel) {
        try progress(JobProgress(step: "Weighing knowledge", done: 0, total: 1))
        let messages = Self.sample(of: set.messages.filter(\.isGiven))
        let embeddings = try vectors(of: messages.map(\.text), step: "Embedding messages").base
        let real = try EvaluationMessage.all(in: folder.calibration, of: folder, intents: Set(files.catalog.names))
        let calibrator = try KnowledgeCalibrator(
            index, encoder: base, others: messages.map(\.text), otherVectors: embeddings,
            labelled: labelled(real, set), words: entries.haveManyAliases ? nil : words, traffic: Self.traffic)
        let knowledge = calibrator.fit()
        let observed = try observations(of: real, learnt, set.heldOut, knowledge)
        let routing = routing(set, learnt, observed, calibrator, asked: Set(messages.map(\.text)))
        try progress(JobProgress(step: "Weighing knowledge", done: 1, total: 1))
        return (knowledge, routing)
    }

    /// Learnt from `calibration/`; without it from the examples, if there are many; else as it is before learning.
    ///
    /// Left out one by one, a few examples and questions say that nearly every answer is wrong: what stays of an
    /// intent without the one example that is like the message is not what a customer meets.
    private func routing(
        _ set: TrainingSet, _ learnt: Learnt, _ observed: [RoutingTrainer.Observation]?,
        _ calibrator: KnowledgeCalibrator, asked: Set<String>
    ) -> RoutingModel {
        let trainer = RoutingTrainer(
            targetWrongShare: files.settings.targetWrongShare, outOfScopeShare: files.settings.outOfScopeShare,
            handoffs: files.catalog.intents.reduce(into: [:]) { $0[$1.name] = $1.handoff })
        if let observed { return trainer.train(observed).learnt(from: .calibration) }
        guard set.training.count >= Self.enoughWritten else { return .untrained }
        // A model whose encoder was taken over has nothing that it did not see: the thresholds come along.
        guard let training = learnt.training else { return learnt.routing ?? .untrained }
        return trainer.train(observations(set.training, asked, training, calibrator.judgements()))
            .learnt(from: .examples)
    }

    private static let enoughWritten = 500

    /// So many messages tell how the search does on what is none of its business; asking it all of them takes longer
    /// than learning the intents.
    private static let messageSample = 2000

    /// The same messages in every run, whatever their order.
    private static func sample(of messages: [TrainingExample]) -> [TrainingExample] {
        guard messages.count > messageSample else { return messages }
        let chosen = messages.map { $0.key.hash }.sorted()[messageSample - 1]
        return messages.filter { $0.key.hash <= chosen }
    }

    /// The messages of `calibration/` as the bot will meet them, with the held-out examples live; nil if they are too few.
    ///
    /// Written examples are chosen to differ from each other, and left out one by one they are harder than what
    /// customers write: thresholds set by them leave most messages to people.
    private func observations(
        of messages: [EvaluationMessage], _ learnt: Learnt, _ heldOut: [TrainingExample],
        _ knowledge: KnowledgeCalibration
    ) throws -> [RoutingTrainer.Observation]? {
        guard messages.count >= Self.enoughReal else { return nil }
        let search = try KnowledgeSearch(index, encoder: self.base, calibration: knowledge, words: words)
        let vectors = try vectors(of: messages.map(\.text), by: learnt.encoder, step: "Weighing knowledge")
        let others = try self.vectors(of: heldOut.map(\.text), by: learnt.encoder, step: "Judging")
        let (classifier, base) = (learnt.classifier, vectors.base)
        let live = classifier.live(added: heldOut, embeddings: others.message)
        return try concurrentMap(messages.count) { row in
            Result {
                let message = messages[row]
                let ranking = classifier.rank(message.text, embedding: vectors.message[row: row], live: live)
                let hits = try search.hits(
                    for: message.text, vector: Array(base[row: row]), language: message.language)
                return RoutingTrainer.Observation(
                    RoutingModel.Evidence(message.language, ranking, hits), right: message.right)
            }
        }.map { try $0.get() }
    }

    private static let enoughReal = 200

    /// Questions with their best answer: of `calibration/`, as people corrected or confirmed a reply, as agents answered.
    private func labelled(_ real: [EvaluationMessage], _ set: TrainingSet) throws -> KnowledgeCalibrator.Labelled {
        let messages = real.compactMap { message -> (text: String, id: String)? in
            guard message.right.count == 1, case .entry(let id) = message.right.first else { return nil }
            return (message.text, id)
        }
        let all = messages + set.training.compactMap { example in example.entry.map { (example.text, $0) } }
        return KnowledgeCalibrator.Labelled(
            all, vectors: try vectors(of: all.map(\.text), step: "Embedding messages").base)
    }

    /// The search is asked what an entry's probability is if knowledge is what the customer wants.
    private static let traffic: KnowledgeCalibrator.Traffic = {
        var traffic = KnowledgeCalibrator.Traffic()
        (traffic.knowledge, traffic.intents, traffic.nothing) = (0.75, 0.1, 0.15)
        return traffic
    }()

    /// `asked` are the messages that the search was asked.
    private func observations(
        _ examples: [TrainingExample], _ asked: Set<String>, _ probe: ProbeTraining,
        _ judgements: [KnowledgeCalibrator.Judgement]
    ) -> [RoutingTrainer.Observation] {
        let judged = zip(examples, probe.outOfFold).compactMap { example, ranking in ranking.map { (example, $0) } }
        let rankings = Dictionary(judged.map { ($0.text, $1) }, uniquingKeysWith: { $1 })
        let found = Dictionary(judgements.map { ($0.text, $0) }, uniquingKeysWith: { $1 })
        var observations = judgements.compactMap { judgement -> RoutingTrainer.Observation? in
            guard !judgement.isOther, let ranking = rankings[judgement.text], let id = judgement.id else { return nil }
            return Self.observation(judgement.text, ranking, judgement, right: [.entry(id)])
        }
        for (example, ranking) in judged
        where example.intent != TrainingExample.knowledge && asked.contains(example.text) {
            let right = example.intent.map { Set([Candidate.Option.intent($0)]) } ?? []
            observations.append(Self.observation(example.text, ranking, found[example.text], right: right))
        }
        let outside = Dictionary(grouping: examples.filter { $0.intent == nil }) { Language.detect(in: $0.text) }
        for (index, ranking) in probe.standIns
        where examples[index].intent != TrainingExample.knowledge && asked.contains(examples[index].text) {
            let text = examples[index].text
            // Real messages about something else say more than the messages of an intent that was left out.
            guard outside[Language.detect(in: text), default: []].count < Self.enoughOutOfScope else { continue }
            observations.append(Self.observation(text, ranking, found[text], right: [], isStandIn: true))
        }
        return observations
    }

    /// From this many examples of a language on, stand-ins are not needed.
    private static let enoughOutOfScope = 50

    private static func observation(
        _ text: String, _ ranking: Ranking, _ judgement: KnowledgeCalibrator.Judgement?, right: Set<Candidate.Option>,
        isStandIn: Bool = false
    ) -> RoutingTrainer.Observation {
        let entries = (judgement?.hits ?? []).map { Candidate(.entry($0.id), confidence: $0.confidence) }
        let evidence = RoutingModel.Evidence(
            Language.detect(in: text) ?? .english, ranking, entries, score: judgement?.score ?? 0,
            margin: judgement?.margin ?? 0)
        return RoutingTrainer.Observation(evidence, right: right, isStandIn: isStandIn)
    }
}
