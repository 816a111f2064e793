/// What a candidate learnt that the champion had not, or had with another label.
enum LearntChanges {
    /// An example of the candidate whose label is new.
    struct Change: Sendable {
        /// Its place among the candidate's examples.
        let example: Int
        let text: String
        let key: MessageKey
        /// Nil is out of scope.
        let intent: String?
        /// Nil where the message is of a conversation.
        let location: SourceLocation?
        let kind: Kind
    }

    /// Where a change comes from.
    enum Kind: CaseIterable {
        /// The champion learnt the same message with another label.
        case relabelled
        /// The message is new, and stands in the bot's files.
        case written
        /// The message is new, and somebody labelled it in a conversation.
        case said

        /// The share of such changes that other examples may contradict although all are right.
        ///
        /// What people label in conversations is mostly what the bot got wrong. docs/models.md has the figures.
        var honestShare: Double {
            switch self {
            case .relabelled, .written: 0.2
            case .said: 0.35
            }
        }
    }

    /// All changes but those of knowledge and of the log, which nobody labelled, and what was `confirmed`: labelled twice alike.
    static func of(
        _ candidate: IntentClassifier, since champion: IntentClassifier, confirmed: Set<MessageKey>
    ) -> [Change] {
        let known = Dictionary(
            champion.examples.indices.map { (champion.examples[$0].key, champion.intent(of: $0)) },
            uniquingKeysWith: { $1 })
        return candidate.examples.indices.compactMap { place in
            let example = candidate.examples[place]
            let intent = candidate.intent(of: place)
            guard intent != TrainingExample.knowledge, example.location != TrainingExample.log,
                !confirmed.contains(example.key), known[example.key] != .some(intent)
            else { return nil }
            let isKnown = known[example.key].map { $0 != TrainingExample.knowledge } ?? false
            return Change(
                example: place, text: example.text, key: example.key, intent: intent, location: example.location,
                kind: isKnown ? .relabelled : example.location == nil ? .said : .written)
        }
    }
}
