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

    /// Stores a trained model, compares it with the champion, and promotes or refuses it.
    func judge(
        _ trained: Trained, _ set: TrainingSet, _ entries: [KnowledgeEntry], _ logs: Logs,
        since start: ContinuousClock.Instant
    ) throws -> TrainingResult {
        let judge = try ModelJudge(folder, installation, store, heldOut: set.heldOut, files.catalog)
        // What is trained on everything is not compared: nothing is left that it had not seen.
        let messages = options.trainsOnAll ? [] : judge.messages
        let texts = messages.map(\.text)
        let answers = try ModelJudge.answers(
            trained.model.classifier, messages, vectors(of: texts, by: trained.encoder, step: "Judging"))
        let report = TrainingReport(answers, of: set, trained)
        let accuracy = report?.intents.accuracy ?? trained.outOfFoldAccuracy
        let (id, manifest) = try write(trained, set, entries, accuracy)
        try registry.register(id, manifest, conversations: set.conversations)
        let model = try LoadedModel(id, registry, installation)
        let verdict = try decide(model, answers, by: judge, logs)
        try tidy(after: verdict, trained)
        let judged = Judged(model: model, accuracy: accuracy, verdict: verdict, texts: texts, report: report)
        return try result(judged, trained, set, logs, since: start)
    }

    /// A stored model with what became of it, and the messages that it was judged on.
    private struct Judged {
        let model: LoadedModel
        let accuracy: Double
        let verdict: Verdict
        let texts: [String]
        let report: TrainingReport?
    }

    private func result(
        _ judged: Judged, _ trained: Trained, _ set: TrainingSet, _ logs: Logs, since start: ContinuousClock.Instant
    ) throws -> TrainingResult {
        let timed = judged.texts.isEmpty ? set.messages.map(\.text) : judged.texts
        let milliseconds = try judged.model.milliseconds(timed)
        let seconds = start.milliseconds / 1000
        return TrainingResult(
            model: judged.model.id, accuracy: judged.accuracy, championAccuracy: judged.verdict.championAccuracy,
            examples: set.messages.count, intents: files.catalog.intents.count { !$0.examples.isEmpty },
            judged: judged.texts.count, seconds: seconds,
            examplesPerSecond: Double(set.training.count) / max(seconds, 1e-3), promoted: judged.verdict.isPromoted,
            reason: judged.verdict.reason, thresholds: trained.model.routing.source,
            conversationsAdded: logs.added?.conversations, labelsAdded: logs.added?.labels,
            labelsSetAside: logs.setAside, recipe: trained.recipe.rawValue,
            megabytes: try registry.megabytes(of: judged.model.id), milliseconds: milliseconds, report: judged.report)
    }

    /// Removes what a promoted model made needless, and what tuning has left.
    private func tidy(after verdict: Verdict, _ trained: Trained) throws {
        if verdict.isPromoted {
            try registry.removeDue()
            try store.overwriteWhatWasRemoved()
        }
        if trained.hasTuned { try forgetTrainings() }
    }
}

extension Trainer {
    /// Promotes or refuses a model that was written and loads; `answers` are its to all of the judge's messages.
    private func decide(
        _ model: LoadedModel, _ answers: [Confusion.Answer], by judge: ModelJudge, _ logs: Logs
    ) throws -> Verdict {
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
        return try decide(model.id, judge.compare(model, answers: answers, with: champion), logs)
    }

    private func decide(_ id: String, _ comparison: ModelJudge.Comparison, _ logs: Logs) throws -> Verdict {
        let judgement = comparison.judgement.adding(logs.objection.map { [$0] } ?? [])
        let isPromoted = judgement.isPromoted || options.isForced
        let reason = judgement.isPromoted == isPromoted ? judgement.reason : "forced, though \(judgement.reason)"
        if isPromoted {
            try registry.promote(id, reason: reason)
        } else {
            try noteForReview(comparison.doubts.ofConversations)
            try registry.refuse(id, reason: reason)
        }
        return Verdict(isPromoted: isPromoted, reason: reason, championAccuracy: judgement.championAccuracy)
    }

    /// Labels of conversations are mended in the review.
    private func noteForReview(_ doubts: [LabelDoubt]) throws {
        guard !doubts.isEmpty else { return }
        let conversations = ConversationStore(store)
        let history = LabelHistory(try conversations.numberedCorrections(), try PersonalData(files.catalog))
        try conversations.addSuspects(
            doubts.compactMap { doubt in
                history.last[doubt.key].map {
                    LabelSuspect(correction: $0, proposed: doubt.proposed, margin: doubt.margin, isSetAside: true)
                }
            })
    }
}
