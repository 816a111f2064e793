internal import Kernels

/// Setting aside what people said of messages where the other examples contradict it.
extension Trainer {
    /// From so many labels of conversations on, there are enough for some to be contradicted by others.
    private static let fewestLabels = 50

    /// What stands in the files and what people said of messages, without the labels that are set aside until a person
    /// looks at them.
    func cleanedExamples(
        _ entries: [KnowledgeEntry]
    ) throws -> (kept: TrainingSetBuilder, suspects: [LabelSuspect]) {
        let conversations = ConversationStore(store)
        let labels = try conversations.numberedCorrections()
        let all = try TrainingSetBuilder.collect(files.catalog, entries, labels.map(\.correction))
        let suspects = try suspects(among: all.examples, labels)
        try conversations.replaceSuspects(suspects.map(\.label))
        return (all.without(Set(suspects.map(\.example))), suspects.map(\.label))
    }

    /// The examples whose labels the others speak against.
    ///
    /// What stands in the bot's files is its owner's word, and so is a label that was given twice.
    private func suspects(
        among examples: [TrainingExample], _ labels: [NumberedCorrection]
    ) throws -> [(example: Int, label: LabelSuspect)] {
        // Examples are without the personal data that the messages may have.
        let personalData = try PersonalData(files.catalog)
        let labelsOf = Dictionary(grouping: labels) { MessageKey(personalData.redact($0.correction.text)) }
        func isDoubtful(_ example: TrainingExample) -> Bool {
            example.isFromConversation && !(labelsOf[example.key].map(Self.isConfirmed) ?? true)
        }
        guard examples.count(where: isDoubtful) >= Self.fewestLabels else { return [] }
        let vectors = try vectors(of: examples.map(\.text), step: "Embedding messages").message
        let ranked = try SuspectSearch(seed: options.seed).ranked(examples, embeddings: vectors, progress: progress)
        return ranked.compactMap { suspect in
            let example = examples[suspect.example]
            guard suspect.isProbable, isDoubtful(example), let last = labelsOf[example.key]?.last else { return nil }
            let label = LabelSuspect(correction: last.id, proposed: suspect.proposed, margin: suspect.margin)
            return (suspect.example, label)
        }
    }

    /// Whether the last label of a message is that before it, too.
    private static func isConfirmed(_ labels: [NumberedCorrection]) -> Bool {
        labels.count > 1 && labels[labels.count - 1].correction.label == labels[labels.count - 2].correction.label
    }
}

extension TrainingExample {
    /// Whether its label was given to a message of a conversation, instead of standing in the bot's files.
    var isFromConversation: Bool { provenance == .corrected || provenance == .confirmed }
}
