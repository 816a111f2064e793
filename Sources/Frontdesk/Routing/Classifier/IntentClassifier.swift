internal import BERT

/// Ranks the intents that a message may mean: two trained heads, nearest examples, one calibration over all.
package struct IntentClassifier: Sendable {
    /// A message that the model was trained on.
    package struct Example: Sendable, Hashable {
        package let text: String
        package let location: SourceLocation?
        let key: MessageKey

        package init(text: String, location: SourceLocation?) {
            self.text = text
            self.location = location
            key = MessageKey(text)
        }
    }

    /// The intents trained on, in alphabetical order.
    package let intents: [String]
    /// The messages trained on, those of the background last.
    package let examples: [Example]
    /// The examples' vectors (n, D), as bfloat16: a scan takes as long as reading them, and a cosine's error below a
    /// thousandth turns no vote.
    let vectors: FloatRows
    let table: ExampleTable
    let heads: ProbeHeads
    let calibration: Calibration

    init(
        intents: [String], examples: [Example], vectors: FloatRows, table: ExampleTable, heads: ProbeHeads,
        calibration: Calibration
    ) {
        precondition(vectors.count == examples.count)
        self.intents = intents
        self.examples = examples
        self.vectors = vectors
        self.table = table
        self.heads = heads
        self.calibration = calibration
    }

    /// The width of the embeddings that the model reads.
    package var dimensions: Int { vectors.width }

    /// From this probability on, `Ranking.outOfScope` says that no intent covers a message.
    ///
    /// Computed so that at most a given share of the messages in scope is rejected.
    package var outOfScopeThreshold: Double { calibration.outOfScopeThreshold }

    /// The intent of an example; nil for one of the background.
    package func intent(of example: Int) -> String? {
        table.labels[example] < intents.count ? intents[table.labels[example]] : nil
    }
}
