internal import Kernels

/// Learning from conversations that nobody labelled.
extension Trainer {
    /// Where intents have more examples than this on average, what the log adds is little and may be wrong.
    private static let mostExamples = 20.0
    /// Fewer messages do not tell how customers' messages lie.
    private static let fewestMessages = 500

    /// Messages of the log as examples, where that was asked for and the intents have few of their own.
    func weakExamples(_ set: TrainingSet) throws -> [TrainingExample] {
        guard options.learnsFromLog else { return [] }
        let own = set.messages.filter { $0.intent != nil }
        let intents = Set(own.compactMap(\.intent)).sorted()
        guard Double(own.count) < Self.mostExamples * Double(intents.count) else {
            try progress(JobProgress(announcing: "The intents have examples enough: the log adds none."))
            return []
        }
        let messages = try messages(besides: set)
        guard messages.count >= Self.fewestMessages else {
            try progress(
                JobProgress(
                    announcing:
                        "--weak-labels learns from \(Self.fewestMessages) messages without a label or more; there are \(messages.count)."
                ))
            return []
        }
        let log = try vectors(of: messages.map(\.text), step: "Reading the log").base
        let places = Dictionary(uniqueKeysWithValues: intents.enumerated().map { ($1, $0) })
        try progress(JobProgress(step: "Labelling the log", done: 0, total: 1))
        let labels = WeakLabelling().labels(
            of: log, by: try vectors(of: own.map(\.text), step: "Embedding messages").base,
            classes: own.map { places[$0.intent ?? ""] ?? 0 })
        return labels.map { label in
            TrainingExample(
                text: messages[label.row].text, intent: intents[label.target], provenance: .inferred,
                conversation: messages[label.row].conversation, location: TrainingExample.log)
        }
    }

    /// What nobody labelled, each text once as examples have it: without personal data.
    private func messages(besides set: TrainingSet) throws -> [(text: String, conversation: String)] {
        let personalData = try PersonalData(files.catalog)
        let known = Set((set.training + set.heldOut).map(\.key))
        return try ConversationStore(store).unreviewedMessages().filter { LogMessage.asks($0.text) }
            .map { (text: personalData.redact($0.text), conversation: $0.conversation) }
            .filter { !known.contains(MessageKey($0.text)) }.unique(by: \.text)
    }
}
