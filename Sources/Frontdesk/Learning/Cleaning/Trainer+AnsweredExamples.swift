internal import Kernels

/// Learning from what agents answered.
extension Trainer {
    /// Questions of the log as examples, by what they were answered, where agents or other bots did.
    func answeredExamples(_ set: TrainingSet, _ entries: [KnowledgeEntry]) throws -> [TrainingExample] {
        let conversations = ConversationStore(store)
        guard try conversations.haveOtherAnswers() else { return [] }
        try progress(JobProgress(step: "Reading agents' answers", done: 0, total: 1))
        var pick = QuestionPick()
        try conversations.forEachConversation { pick.add($0) }
        let pipeline = DialoguePipeline(files.catalog, files.settings, entries, try conversations.corrections()) {
            texts in
            try vectors(of: texts, step: "Reading agents' answers").base
        }
        let outcome = try pipeline.run(pick, besides: set)
        guard !outcome.examples.isEmpty else { return [] }
        try progress(
            JobProgress(
                announcing: """
                    Of \(outcome.answered) questions that were answered in the log, \(outcome.examples.count) become examples by \
                    their answers.
                    """))
        return outcome.examples
    }
}
