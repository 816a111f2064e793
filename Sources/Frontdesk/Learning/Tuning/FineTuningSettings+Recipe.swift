internal import BERT

/// How the recipe `full` tunes an encoder, by how much there is to learn from; docs/tuning.md has the ablation.
extension FineTuningSettings {
    /// For so many messages of so many classes.
    init(messages: Int, classes: Int, seed: UInt64) {
        self.init()
        self.seed = seed
        batchSize = 64
        headRate = 1e-3
        (nameWeight, neighbourWeight) = (1, 1)
        // Few examples are soon known by heart; that two passes agree teaches more than seeing them again.
        if Double(messages) / Double(max(classes, 1)) < Double(TrainingExample.fewExamples) {
            (epochs, bodyRate, crossEntropyWeight, consistencyWeight) = (5, 2e-4, 0, 8)
            nameLimit = Self.mostNames
        } else {
            (epochs, bodyRate, crossEntropyWeight, consistencyWeight) = (3, 1e-4, 1, 0)
        }
    }

    /// The names of more classes than these would take longer than the messages.
    private static let mostNames = 256
}
