internal import Foundation
internal import Kernels

/// Setting aside what people said of messages where the other examples contradict it.
extension Trainer {
    /// From so many labels of conversations on, there are enough for some to be contradicted by others.
    private static let fewestLabels = 50

    /// What stands in the files and what people said of messages, without the labels that are set aside until a person
    /// looks at them.
    func cleanedExamples(
        _ entries: [KnowledgeEntry]
    ) throws -> (kept: TrainingSetBuilder, labels: Int, setAside: Int) {
        let conversations = ConversationStore(store)
        let labels = try conversations.numberedCorrections()
        let history = LabelHistory(labels, try PersonalData(files.catalog))
        let all = try TrainingSetBuilder.collect(files.catalog, entries, labels.map(\.correction))
        let doubtful = Set(all.examples.indices.filter { isDoubtful(all.examples[$0], history) })
        let suspects = try suspects(among: all.examples, doubtful, history)
        try conversations.replaceSuspects(suspects.map(\.label))
        // What the files say of the same messages counts again.
        let aside = suspects.filter(\.label.isSetAside)
        let kept = history.corrections(besides: Set(aside.map { all.examples[$0.example].key }))
        return (try TrainingSetBuilder.collect(files.catalog, entries, kept), doubtful.count, aside.count)
    }

    /// A label that is less than so many times as likely as another is worth a look, though it is learnt.
    private static let doubtfulMargin = log(3.0)

    /// Whether a label was given in a conversation, once only and not in the review.
    private func isDoubtful(_ example: TrainingExample, _ history: LabelHistory) -> Bool {
        example.isFromConversation && !history.confirmed.contains(example.key)
    }

    /// The examples whose labels the others speak against, and those that are hardly likelier than another.
    ///
    /// Only those that are `doubtful`, by their places: what stands in the bot's files is its owner's word.
    private func suspects(
        among examples: [TrainingExample], _ doubtful: Set<Int>, _ history: LabelHistory
    ) throws -> [(example: Int, label: LabelSuspect)] {
        guard doubtful.count >= Self.fewestLabels else { return [] }
        let vectors = try vectors(of: examples.map(\.text), step: "Embedding messages").message
        let ranked = try SuspectSearch(seed: options.seed).ranked(examples, embeddings: vectors, progress: progress)
        return ranked.compactMap { suspect in
            guard suspect.isProbable || suspect.margin < Self.doubtfulMargin, doubtful.contains(suspect.example),
                let last = history.last[examples[suspect.example].key]
            else { return nil }
            let label = LabelSuspect(
                correction: last, proposed: suspect.proposed, margin: suspect.margin, isSetAside: suspect.isProbable)
            return (suspect.example, label)
        }
    }
}

extension TrainingExample {
    /// Whether its label was given to a message of a conversation, instead of standing in the bot's files.
    var isFromConversation: Bool { provenance == .corrected || provenance == .confirmed }
}
