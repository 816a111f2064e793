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
        // Nearly all examples are as they were, to the letter: normalising them all would delay the first reply.
        let trained = Set(examples.indices.map { Label(form: examples[$0].text, intent: intent(of: $0)) })
        let now = Set(current.map { Label(form: $0.text, intent: $0.intent) })
        let fresh = current.filter { !trained.contains(Label(form: $0.text, intent: $0.intent)) }
        let missing = examples.indices.filter { index in
            intent(of: index) != nil && !now.contains(Label(form: examples[index].text, intent: intent(of: index)))
        }
        guard !fresh.isEmpty || !missing.isEmpty else { return ([], []) }
        let nowNormalized = missing.isEmpty ? [] : Set(current.map { Label(normalizing: $0.text, intent: $0.intent) })
        let withdrawn = missing.filter {
            !nowNormalized.contains(Label(normalizing: examples[$0].text, intent: intent(of: $0)))
        }
        var seen =
            fresh.isEmpty
            ? [] : Set(examples.indices.map { Label(normalizing: examples[$0].text, intent: intent(of: $0)) })
        let added = fresh.filter { seen.insert(Label(normalizing: $0.text, intent: $0.intent)).inserted }
        return (added, Set(withdrawn))
    }

    /// A message in some form, and what it means.
    private struct Label: Hashable {
        let form: String
        let intent: String?

        init(form: String, intent: String?) {
            self.form = form
            self.intent = intent
        }

        init(normalizing text: String, intent: String?) {
            self.init(form: NormalizedText(text).key, intent: intent)
        }
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
