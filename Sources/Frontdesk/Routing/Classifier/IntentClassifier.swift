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
    /// The examples' embeddings (n, D), as bfloat16: a scan takes as long as reading them.
    ///
    /// A cosine is then off by 5e-5 as a rule, by 2⁻⁸ at the very most; the calibration was fitted on exact ones.
    let embeddings: FloatRows
    let table: ExampleTable
    let heads: ProbeHeads
    let calibration: Calibration

    init(
        intents: [String], examples: [Example], embeddings: FloatRows, table: ExampleTable, heads: ProbeHeads,
        calibration: Calibration
    ) {
        precondition(embeddings.count == examples.count)
        self.intents = intents
        self.examples = examples
        self.embeddings = embeddings
        self.table = table
        self.heads = heads
        self.calibration = calibration
    }

    /// The width of the embeddings that the model reads.
    package var dimensions: Int { embeddings.width }

    /// From this probability on, `Ranking.outOfScope` says that no intent covers a message.
    ///
    /// Computed so that at most a given share of the messages in scope is rejected.
    package var outOfScopeThreshold: Double { calibration.outOfScopeThreshold }

    /// The intent of an example; nil for one of the background.
    package func intent(of example: Int) -> String? {
        table.labels[example] < intents.count ? intents[table.labels[example]] : nil
    }
}
