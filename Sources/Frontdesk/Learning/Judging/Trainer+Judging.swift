/// Judging a candidate against the champion, on messages that neither was trained on.
extension Trainer {
    /// What became of a candidate.
    struct Verdict {
        let isPromoted: Bool
        let reason: String
        /// How it did beside the champion; nil where no champion was compared.
        var judgement: Judgement?
        /// Whether it is the champion over again.
        var isChampion = false
    }

    /// A label, or what a conversation expects, that leads nowhere would count as a mistake of every model.
    func assertLabels() throws {
        let intents = Set(files.catalog.names)
        let messages = try [folder.evaluation, folder.calibration].flatMap {
            try EvaluationMessage.all(in: $0, of: folder, intents: intents)
        }
        let conversations = try ConversationTest.all(in: folder.evaluation, of: folder)
        try KnownNames(intents: intents, entries: index.ids()).assertLabels(of: messages, conversations)
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
        // What conversations taught may stand in evaluation/ as well.
        let learnt = Set(trained.model.classifier.examples.map(\.key))
        let unseen = messages.indices.filter { !learnt.contains(messages[$0].key) }
        let report = TrainingReport(unseen.map { answers[$0] }, of: set, trained)
        let accuracy = report?.intents.accuracy ?? trained.outOfFoldAccuracy
        let (id, manifest) = try write(trained, set, entries, accuracy)
        try registry.register(id, manifest, conversations: set.conversations)
        let model = try LoadedModel(id, registry, installation)
        let verdict = try decide(model, answers, by: judge, logs)
        try tidy(after: verdict, trained)
        let judged = Judged(
            model: model, accuracy: accuracy, verdict: verdict, texts: unseen.map { texts[$0] }, report: report)
        return try result(judged, trained, set, logs, since: start)
    }

    /// A stored model with what became of it, and the messages that it was judged on.
    private struct Judged {
        let model: LoadedModel
        let accuracy: Double
        let verdict: Verdict
        let texts: [String]
        let report: TrainingReport?

        /// Without a report it is what cross-validation said when the encoder was tuned, and nought where there was none.
        var measuredAccuracy: Double? { report == nil && accuracy == 0 ? nil : accuracy }
    }

    private func result(
        _ judged: Judged, _ trained: Trained, _ set: TrainingSet, _ logs: Logs, since start: ContinuousClock.Instant
    ) throws -> TrainingResult {
        let timed = judged.texts.isEmpty ? set.messages.map(\.text) : judged.texts
        let milliseconds = try judged.model.milliseconds(timed)
        let seconds = start.milliseconds / 1000
        let (verdict, judgement) = (judged.verdict, judged.verdict.judgement)
        // Both accuracies are of the same messages, where there are some that neither model had learnt.
        let compared = judgement.flatMap { $0.messages > 0 ? $0 : nil }
        return TrainingResult(
            model: judged.model.id, accuracy: compared?.candidateAccuracy ?? judged.measuredAccuracy,
            championAccuracy: compared?.championAccuracy,
            examples: set.messages.count, intents: files.catalog.intents.count { !$0.examples.isEmpty },
            judged: judgement?.messages ?? judged.texts.count, seconds: seconds,
            examplesPerSecond: Double(set.training.count) / max(seconds, 1e-3), promoted: verdict.isPromoted,
            isChampion: verdict.isChampion, reason: verdict.reason, thresholds: trained.model.routing.source,
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
        func promote(because reason: String, isChampion: Bool = false) throws -> Verdict {
            try registry.promote(model.id, reason: reason)
            return Verdict(isPromoted: true, reason: reason, isChampion: isChampion)
        }
        guard let championID = try registry.champion() else { return try promote(because: "the first model") }
        if championID == model.id {
            return try promote(because: "nothing has changed since it was trained", isChampion: true)
        }
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
        let isForced = isPromoted && !judgement.isPromoted
        let reason = isForced ? "forced, though \(judgement.reasonWithoutAdvice)" : judgement.reason
        if isPromoted {
            try registry.promote(id, reason: reason)
        } else {
            try noteForReview(comparison.doubts.ofConversations)
            try registry.refuse(id, reason: reason)
        }
        return Verdict(isPromoted: isPromoted, reason: reason, judgement: judgement)
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
