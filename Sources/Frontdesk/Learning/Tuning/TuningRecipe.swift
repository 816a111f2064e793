internal import BERT

/// How the recipe `full` tunes an encoder, by how much there is to learn from; docs/tuning.md has the ablation.
struct TuningRecipe: Sendable {
    let settings: FineTuningSettings

    /// For so many messages of so many classes.
    init(messages: Int, classes: Int, seed: UInt64) {
        var settings = FineTuningSettings()
        settings.seed = seed
        let each = Double(messages) / Double(max(classes, 1))
        settings.epochs = each < Self.fewExamples ? 10 : 6
        settings.batchSize = each < Self.fewExamples ? 64 : 32
        settings.bodyRate = each < Self.fewExamples ? 5e-5 : 1e-4
        settings.headRate = 1e-3
        settings.nameWeight = 1
        settings.crossEntropyWeight = each < Self.fewExamples ? 0 : 1
        self.settings = settings
    }

    /// Below so many examples a class the names of the classes teach more than a head of its own.
    private static let fewExamples = 20.0
}
