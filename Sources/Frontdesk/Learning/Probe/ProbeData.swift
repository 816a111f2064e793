internal import BERT
package import Kernels

/// The training messages as the trainer works on them: classes instead of names, n-grams instead of text.
package struct ProbeData: Sendable {
    let intents: [String]
    let examples: [IntentClassifier.Example]
    let groups: [UInt64]
    /// Whether a model is judged by the message: not by what nobody said the meaning of.
    private let judges: [Bool]
    let facts: [NormalizedText]
    /// (n, D)
    private(set) var embeddings: Matrix
    let table: ExampleTable
    /// Each message's n-gram vector, by the table's index.
    let rows: [NgramIndex.Vector]
    private(set) var curvature: EmbeddingCurvature

    /// Examples that no intent covers become the background.
    package init(_ examples: [TrainingExample], embeddings: Matrix) {
        let intents = Set(examples.compactMap(\.intent)).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: intents.enumerated().map { ($1, $0) })
        let facts = examples.map { NormalizedText($0.text) }
        let ngrams = NgramIndex(facts.map(NgramCounts.init))
        self.embeddings = embeddings
        table = ExampleTable(
            ngrams: ngrams, labels: examples.map { $0.intent.flatMap { numbers[$0] } ?? intents.count },
            intents: intents.count)
        rows = ngrams.rows()
        curvature = Self.curvature(of: self.embeddings)
        groups = examples.map(\.group)
        judges = examples.map(\.isGiven)
        self.examples = examples.map { IntentClassifier.Example(text: $0.text, location: $0.location) }
        self.intents = intents
        self.facts = facts
    }

    private static func curvature(of embeddings: Matrix) -> EmbeddingCurvature {
        EmbeddingCurvature(
            embeddings: embeddings, ridge: 1 / (HeadSettings().strength * Double(max(embeddings.rows, 1))))
    }

    /// The same messages as another encoder sees them.
    func seen(as embeddings: Matrix) -> ProbeData {
        precondition(embeddings.rows == examples.count, "\(examples.count) messages, \(embeddings.rows) embeddings")
        var data = self
        data.embeddings = embeddings
        data.curvature = Self.curvature(of: embeddings)
        return data
    }

    /// What the model that knows only the examples not excluded would know of a message's n-grams.
    func messages(
        _ indices: [Int], excluded: [Bool]
    ) -> [(facts: MessageFacts, vector: NgramIndex.Vector)] {
        var known = [Bool](repeating: false, count: table.ngrams.featureCount)
        for (index, row) in rows.enumerated() where !excluded[index] {
            for feature in row.features { known[Int(feature)] = true }
        }
        return indices.map { index in
            var coverage: Float = 0
            for (feature, weight) in zip(rows[index].features, rows[index].weights) where known[Int(feature)] {
                coverage += weight * weight
            }
            return (MessageFacts(facts[index], coverage: coverage), rows[index])
        }
    }
}

/// Which messages a model is trained without, so that it can be judged on them.
struct Holdout: Sendable {
    /// The messages that it is judged on.
    let judged: [Int]
    /// For each message whether the model must not see it.
    let excluded: [Bool]
    /// The messages as an encoder sees them that has not seen the excluded ones; nil where the encoder learns nothing.
    var seen: ProbeData?

    /// The messages as this holdout's model sees them.
    func view(of data: ProbeData) -> ProbeData { seen ?? data }

    /// Whether each class keeps an example.
    func present(in table: ExampleTable) -> [Bool] {
        var present = [Bool](repeating: false, count: table.classes)
        for (index, label) in table.labels.enumerated() where !excluded[index] { present[label] = true }
        return present
    }
}

extension ProbeData {
    /// Holdouts that judge each message with a given label once: five, or as many as half of the intents have examples, if fewer.
    ///
    /// A group is never split. Each intent is spread evenly: were it left with fewer examples than others only where
    /// it is judged, the heads would look worse than they are.
    func folds(seed: UInt64) -> [Holdout] {
        var sizes = [Int](repeating: 0, count: table.classes)
        for label in table.labels { sizes[label] += 1 }
        let count = min(max(sizes.sorted()[sizes.count / 2], 2), 5)
        var random = SplitMix64(seed: seed)
        let folds = evenFolds(count, &random)
        return (0..<count).map { fold in
            Holdout(
                judged: folds.indices.filter { folds[$0] == fold && judges[$0] }, excluded: folds.map { $0 == fold })
        }
    }

    /// The fold of each message: groups stay whole, and each class is spread evenly, what judges before the rest.
    private func evenFolds(_ count: Int, _ random: inout SplitMix64) -> [Int] {
        var foldOfGroup: [UInt64: Int] = [:]
        let shuffled = groups.indices.shuffled(using: &random)
        let order = shuffled.filter { judges[$0] } + shuffled.filter { !judges[$0] }
        for label in 0..<table.classes {
            var next = random.below(count)
            for index in order where table.labels[index] == label && foldOfGroup[groups[index]] == nil {
                foldOfGroup[groups[index]] = next % count
                next += 1
            }
        }
        return groups.map { foldOfGroup[$0] ?? 0 }
    }

    /// Holdouts of whole intents: their messages stand in for those that no intent covers.
    func unknownIntents(_ count: Int, limit: Int, seed: UInt64) -> [Holdout] {
        guard intents.count >= 3 else { return [] }
        var random = SplitMix64(seed: seed)
        let order = intents.indices.shuffled(using: &random)
        let parts = min(count, intents.count)
        return (0..<parts).map { part in
            let chosen = Set(order.indices.filter { $0 % parts == part }.map { order[$0] })
            let members = table.labels.indices.filter { chosen.contains(table.labels[$0]) }
            let hidden = Set(members.map { groups[$0] })
            let judged = members.shuffled(using: &random).filter { judges[$0] }.prefix(limit / parts).sorted()
            return Holdout(judged: judged, excluded: groups.map(hidden.contains))
        }
    }

    /// Holdouts that hide some messages and all of some intents at once, for recipes that train an encoder for each.
    ///
    /// So one training is judged on both: on messages of intents it knows, and on stand-ins for what none covers.
    package func combinedHoldouts(_ count: Int, seed: UInt64) -> [CombinedHoldout] {
        var random = SplitMix64(seed: seed)
        let parts = max(count, Self.combinedParts)
        let order = intents.indices.shuffled(using: &random)
        let folds = evenFolds(parts, &random)
        return (0..<count).map { part in
            let hidden = Set(intents.count < 3 ? [] : order.indices.filter { $0 % parts == part }.map { order[$0] })
            let isHidden = table.labels.map(hidden.contains)
            let hiddenGroups = Set(groups.indices.filter { isHidden[$0] }.map { groups[$0] })
            let excluded = groups.indices.map { folds[$0] == part || hiddenGroups.contains(groups[$0]) }
            return CombinedHoldout(
                known: groups.indices.filter { folds[$0] == part && !isHidden[$0] && judges[$0] },
                unknown: groups.indices.filter { isHidden[$0] && judges[$0] }, excluded: excluded)
        }
    }

    /// A combined holdout hides a tenth of the messages and of the intents; of fewer than ten intents one, or none.
    private static let combinedParts = 10
}

/// Messages kept from a training, and what they are to judge.
package struct CombinedHoldout: Sendable {
    /// Messages of classes that the training knows.
    package let known: [Int]
    /// Messages of intents that it does not know.
    package let unknown: [Int]
    /// For each message whether the training must not see it.
    package let excluded: [Bool]

    /// The two holdouts, with the messages as a trained encoder sees them.
    func holdouts(_ seen: ProbeData) -> (known: Holdout, unknown: Holdout) {
        (
            Holdout(judged: known, excluded: excluded, seen: seen),
            Holdout(judged: unknown, excluded: excluded, seen: seen)
        )
    }
}
