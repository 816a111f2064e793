internal import Kernels

/// Looking at what a candidate learnt: held-out messages that people edit can be as wrong as what it learnt.
extension ModelJudge {
    /// What speaks against the examples that came since the champion.
    package struct Doubts: Sendable {
        package let labels: LabelDoubts?
        package let phrase: DecidingPhrase?

        var objections: [String] { [labels?.objection, phrase?.objection].compactMap { $0 } }

        /// The labels of conversations among them.
        var ofConversations: [LabelDoubt] {
            (labels?.doubts ?? []).filter { $0.location == nil } + (phrase?.said ?? [])
        }
    }

    /// Looks at the changes with the champion's eyes, then with those of the other examples.
    func doubts(
        about candidate: LoadedModel, since champion: LoadedModel, unseen: [TrainingExample]
    ) throws -> Doubts {
        let changes = LearntChanges.of(candidate.classifier, since: champion.classifier, confirmed: confirmed)
        guard !changes.isEmpty else { return Doubts(labels: nil, phrase: nil) }
        let vectors = try champion.encoder.vectors(of: changes.map(\.text), in: cache).message
        let contradicted = concurrentMap(changes.count) { index in
            changes[index].kind == .relabelled
                || champion.meaning(of: changes[index].text, vectors[row: index]).intent != changes[index].intent
        }
        let labels = try LabelDoubts(
            changes, contradicted: contradicted, by: candidate.classifier, seed: candidate.manifest.seed
        ) { texts in
            // A tuned encoder has learnt the labels that are in doubt.
            try MessageEncoder(base: candidate.encoder.base).vectors(of: texts, in: cache).message
        }
        let search = DecidingPhraseSearch(candidate: candidate, champion: champion, messages: unseen)
        return Doubts(labels: labels, phrase: try search.find(in: changes))
    }
}
