internal import Kernels

/// Judging a candidate against the champion, on messages that neither was trained on.
extension Trainer {
    /// What became of a candidate.
    struct Verdict {
        let isPromoted: Bool
        let reason: String
        var championAccuracy: Double?
    }

    /// A label that leads nowhere would count as a mistake of every model.
    func assertLabels() throws {
        let intents = Set(files.catalog.names)
        let messages = try [folder.evaluation, folder.calibration].flatMap {
            try EvaluationMessage.all(in: $0, of: folder, intents: intents)
        }
        try KnownNames(intents: intents, entries: index.ids()).assertLabels(of: messages)
    }

    /// What no model of this bot is trained on: the stable tenth, and the messages of `evaluation/` with an intent.
    ///
    /// None where everything is trained on: such a model is not compared.
    func messagesToJudgeBy(_ set: TrainingSet) throws -> [TrainingExample] {
        guard !options.trainsOnAll else { return [] }
        let evaluation = try EvaluationMessage.all(
            in: folder.evaluation, of: folder, intents: Set(files.catalog.names))
        let labelled = evaluation.filter { $0.intent != nil }.map {
            TrainingExample(text: $0.text, intent: $0.intent, provenance: .written, location: $0.location)
        }
        return (set.heldOut + labelled).filter { $0.intent != nil }
    }

    /// What a model makes of messages with an intent; `encoder` is the model's.
    func answers(
        _ classifier: IntentClassifier, _ messages: [TrainingExample], _ encoder: MessageEncoder
    ) throws -> [Confusion.Answer] {
        let texts = messages.map(\.text)
        let embeddings = try vectors(of: texts, by: encoder, step: "Judging").message
        return concurrentMap(messages.count) { index in
            let message = messages[index]
            return message.intent.map { intent in
                Confusion.Answer(
                    truth: intent, classifier.rank(message.text, embedding: embeddings[row: index]),
                    text: message.text, location: message.location)
            }
        }.compactMap { $0 }
    }

    /// Promotes or refuses; an intent that the champion lacks counts as missed by it.
    func decide(_ id: String, _ right: [Bool], on messages: [TrainingExample]) throws -> Verdict {
        func promote(because reason: String) throws -> Verdict {
            try registry.promote(id, reason: reason)
            return Verdict(isPromoted: true, reason: reason)
        }
        guard let championID = try registry.champion() else { return try promote(because: "the first model") }
        if championID == id { return try promote(because: "nothing has changed since it was trained") }
        if options.trainsOnAll { return try promote(because: "trained on everything") }
        if messages.isEmpty { return try promote(because: "there are too few examples to judge by") }
        let champion: LoadedModel
        do {
            champion = try LoadedModel(championID, registry, installation)
        } catch let error as BotError {
            return try promote(because: "the champion \(championID) cannot be loaded (\(error.problem))")
        }
        let before = try answers(champion.classifier, messages, champion.encoder).map(\.isRight)
        return try decide(id, Judgement(candidate: right, champion: before))
    }

    private func decide(_ id: String, _ judgement: Judgement) throws -> Verdict {
        let isPromoted = judgement.isPromoted || options.isForced
        let reason = judgement.isPromoted == isPromoted ? judgement.reason : "forced, though \(judgement.reason)"
        if isPromoted { try registry.promote(id, reason: reason) } else { try registry.refuse(id, reason: reason) }
        return Verdict(isPromoted: isPromoted, reason: reason, championAccuracy: judgement.championAccuracy)
    }
}
