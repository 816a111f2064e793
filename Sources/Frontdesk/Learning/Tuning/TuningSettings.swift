internal import BERT

/// How the recipe `full` tunes an encoder, by how much there is to learn from; docs/tuning.md has the ablation.
struct TuningSettings: Sendable {
    let settings: FineTuningSettings

    /// For so many messages of so many classes.
    init(messages: Int, classes: Int, seed: UInt64) {
        var settings = FineTuningSettings()
        settings.seed = seed
        let isFew = Double(messages) / Double(max(classes, 1)) < Self.fewExamples
        settings.epochs = isFew ? 5 : 3
        settings.batchSize = 64
        settings.bodyRate = isFew ? 2e-4 : 1e-4
        settings.headRate = 1e-3
        settings.crossEntropyWeight = isFew ? 0 : 1
        settings.consistencyWeight = isFew ? 8 : 0
        settings.nameWeight = 1
        settings.neighbourWeight = 1
        self.settings = settings
    }

    /// Below so many examples a class the names of the classes teach more than a head of its own.
    private static let fewExamples = 20.0
}
