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

    /// Promotes or refuses a model that was written and loads.
    func decide(_ model: LoadedModel, by judge: ModelJudge) throws -> Verdict {
        func promote(because reason: String) throws -> Verdict {
            try registry.promote(model.id, reason: reason)
            return Verdict(isPromoted: true, reason: reason)
        }
        guard let championID = try registry.champion() else { return try promote(because: "the first model") }
        if championID == model.id { return try promote(because: "nothing has changed since it was trained") }
        if options.trainsOnAll { return try promote(because: "trained on everything") }
        let champion: LoadedModel
        do {
            champion = try LoadedModel(championID, registry, installation)
        } catch let error as BotError {
            return try promote(because: "the champion \(championID) cannot be loaded (\(error.problem))")
        }
        try progress(JobProgress(step: "Comparing with the champion", done: 0, total: 1))
        return try decide(model.id, judge.compare(model, with: champion).judgement)
    }

    private func decide(_ id: String, _ judgement: Judgement) throws -> Verdict {
        let isPromoted = judgement.isPromoted || options.isForced
        let reason = judgement.isPromoted == isPromoted ? judgement.reason : "forced, though \(judgement.reason)"
        if isPromoted { try registry.promote(id, reason: reason) } else { try registry.refuse(id, reason: reason) }
        return Verdict(isPromoted: isPromoted, reason: reason, championAccuracy: judgement.championAccuracy)
    }
}
