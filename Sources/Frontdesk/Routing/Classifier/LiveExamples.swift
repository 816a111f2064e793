package import Kernels

/// What has changed in the examples since a model was trained: corrections, edited files, withdrawn examples.
///
/// The classifier makes it (`IntentClassifier.live`), since an example counts by the model's own n-gram weights.
package struct LiveExamples: Sendable {
    package let added: [TrainingExample]
    /// (added, D)
    let embeddings: Matrix
    let vectors: [NgramIndex.HashedVector]
    let keys: [String]
    /// Indices of the model's own examples that no longer hold.
    package let withdrawn: Set<Int>
    /// Intents of the model that have no example left.
    let retired: Set<String>

    /// Nothing has changed.
    package static let none = LiveExamples(
        added: [], embeddings: Matrix(rows: 0, columns: 0), vectors: [], keys: [], withdrawn: [], retired: [])
}

extension IntentClassifier {
    /// What `current`, the examples as they stand now, adds to the ones trained on, and which of those it lacks.
    ///
    /// Examples count as the same when only case, width or punctuation differ.
    package func difference(to current: [TrainingExample]) -> (added: [TrainingExample], withdrawn: Set<Int>) {
        let own = examples.indices.map { Label(key: examples[$0].key, intent: intent(of: $0)) }
        var known = Set(own)
        let added = current.filter { known.insert(Label(key: $0.key, intent: $0.intent)).inserted }
        let now = Set(current.map { Label(key: $0.key, intent: $0.intent) })
        let labelled = Set(current.map(\.key))
        let withdrawn = own.indices.filter { index in
            guard own[index].intent != nil else { return false }
            // What was inferred from the log stands in no file: it holds until somebody says that the message means
            // something else.
            let isInferred = examples[index].location == TrainingExample.log
            return !now.contains(own[index]) && (!isInferred || labelled.contains(examples[index].key))
        }
        return (added, Set(withdrawn))
    }

    /// A message in the form in which two count as the same, and what it means.
    private struct Label: Hashable {
        let key: MessageKey
        let intent: String?
    }

    /// Makes examples live that were added after training, with their embeddings (added, D), and withdraws others.
    package func live(added: [TrainingExample], embeddings: Matrix, withdrawn: Set<Int> = []) -> LiveExamples {
        precondition(embeddings.rows == added.count, "\(added.count) examples with \(embeddings.rows) embeddings")
        let texts = added.map { NormalizedText($0.text) }
        var left = [Int](repeating: 0, count: intents.count + 1)
        for (index, label) in table.labels.enumerated() where !withdrawn.contains(index) { left[label] += 1 }
        let alive = Set(added.compactMap(\.intent))
        let retired = intents.indices.filter { left[$0] == 0 && !alive.contains(intents[$0]) }.map { intents[$0] }
        return LiveExamples(
            added: added, embeddings: embeddings, vectors: texts.map { table.ngrams.hashedVector(NgramCounts($0)) },
            keys: texts.map(\.key), withdrawn: withdrawn, retired: Set(retired))
    }
}
