internal import Kernels

/// A label that the champion and the other examples contradict.
package struct LabelDoubt: Sendable {
    let key: MessageKey
    /// Nil where the message is of a conversation.
    package let location: SourceLocation?
    package let intent: String?
    /// The likeliest other intent; nil is none.
    package let proposed: String?
    /// The log odds of the label against that.
    let margin: Double

    init(_ change: LearntChanges.Change, proposed: String?, margin: Double) {
        key = change.key
        location = change.location
        intent = change.intent
        self.proposed = proposed
        self.margin = margin
    }
}

/// Labels that came since the champion and that it and the other examples contradict, more than honest disagreement does.
///
/// Held-out messages cannot show them, since whoever turns labels turns some of those, too. One of them alone is a
/// person's word against a model's; many are not. A group of messages that moves to another intent as a whole is not among
/// them: the others of the group speak for each of it.
package struct LabelDoubts: Sendable {
    /// The most contradicted first.
    package let doubts: [LabelDoubt]
    /// How many labels of the same kinds came or changed.
    let changes: Int

    private static let shown = 3

    /// Looks through what is new; nil where it is right, or as it may be.
    ///
    /// `contradicted` tells which changes the champion takes for something else, `vectors` reads the candidate's examples,
    /// which is asked for only where that are many.
    init?(
        _ changes: [LearntChanges.Change], contradicted: [Bool], by candidate: IntentClassifier, seed: UInt64,
        vectors: ([String]) throws -> Matrix
    ) throws {
        let suspicious = zip(changes, contradicted).filter(\.1).map(\.0)
        guard !Self.excessive(suspicious, among: changes).isEmpty else { return nil }
        let ranked = try SuspectSearch(seed: seed).ranked(
            candidate.labelledExamples, embeddings: vectors(candidate.examples.map(\.text)),
            settings: candidate.calibration.settings)
        let probable = Dictionary(uniqueKeysWithValues: ranked.filter(\.isProbable).map { ($0.example, $0) })
        let doubted = suspicious.filter { probable[$0.example] != nil }
        let kinds = Self.excessive(doubted, among: changes)
        guard !kinds.isEmpty else { return nil }
        self.changes = changes.count { kinds.contains($0.kind) }
        doubts = doubted.filter { kinds.contains($0.kind) }.compactMap { change in
            probable[change.example].map { LabelDoubt(change, proposed: $0.proposed, margin: $0.margin) }
        }.sorted { $0.margin < $1.margin }
    }

    /// The kinds of changes of which some hold more than honest disagreement explains.
    private static func excessive(
        _ some: [LearntChanges.Change], among all: [LearntChanges.Change]
    ) -> Set<LearntChanges.Kind> {
        Set(
            LearntChanges.Kind.allCases.filter { kind in
                let count = some.count { $0.kind == kind }
                let total = all.count { $0.kind == kind }
                return Judgement.isExcessive(count, of: total, where: kind.honestShare)
            })
    }

    /// What speaks against the candidate, without what customers wrote.
    var objection: String {
        let places = Self.onePerPlace(doubts)
        let worst = places.prefix(Self.shown).map { doubt in
            let place = doubt.location.map { "\($0)" } ?? "a conversation's message"
            return "\(place) is '\(doubt.intent ?? "oos")', likelier '\(doubt.proposed ?? "oos")'"
        }
        let rest = places.count > worst.count ? ", and \(places.count - worst.count) more" : ""
        let isSaid = doubts.contains { $0.location == nil }
        let review = isSaid ? "'frontdesk review --suspects' shows those of conversations; " : ""
        return
            "of \(changes) new labels \(places.count) contradict the other examples: \(worst.joined(separator: ", "))"
            + "\(rest) (\(review)--force where they are meant)"
    }

    /// Where intents stand in tables and lines, the name of one is learnt from the place of its first example.
    private static func onePerPlace(_ doubts: [LabelDoubt]) -> [LabelDoubt] {
        var seen: Set<SourceLocation> = []
        return doubts.filter { doubt in doubt.location.map { seen.insert($0).inserted } ?? true }
    }
}

extension IntentClassifier {
    /// The examples as those read them who look for wrong labels.
    fileprivate var labelledExamples: [TrainingExample] {
        examples.indices.map { place in
            TrainingExample(
                text: examples[place].text, intent: intent(of: place), provenance: .written, key: examples[place].key,
                location: examples[place].location)
        }
    }
}
