/// What a training led to: `train --json`.
package struct TrainingResult: Sendable, Encodable {
    package let model: String
    /// Of the messages that `judged` counts, else of those that the report is of; nil where nothing was measured.
    package let accuracy: Double?
    /// The champion's accuracy on the same messages; nil where no champion was compared on any.
    package let championAccuracy: Double?
    package let examples: Int
    package let intents: Int
    /// How many messages it was compared with the champion on; without a champion, how many it was measured on.
    package let judged: Int
    package let seconds: Double
    package let examplesPerSecond: Double
    package let promoted: Bool
    /// Whether it is the model that answered before, made over again. Not among the keys.
    package let isChampion: Bool
    package let reason: String
    /// What the new model's thresholds come from.
    package let thresholds: RoutingModel.Source
    /// What was new in the logs that were named; nil where none were.
    package let conversationsAdded: Int?
    package let labelsAdded: Int?
    /// Labels of conversations that are not learnt, since the other examples speak against them.
    package let labelsSetAside: Int
    /// The recipe that made the model: the one wished for, or what `auto` chose.
    package let recipe: String
    /// The model's files with its tuned encoder, without the base model that all bots share.
    package let megabytes: Double
    /// To understand a message: both encoders and the classifier, without the search.
    package let milliseconds: Double
    /// How well it tells intents; nil where nothing was left that it had not seen. Not among the keys.
    package let report: TrainingReport?

    /// What became of it, in a word or two.
    package var outcome: String { isChampion ? "answers already" : promoted ? "promoted" : "refused" }

    enum CodingKeys: String, CodingKey {
        case model, recipe, accuracy, examples, intents, judged, seconds, promoted, reason, thresholds, megabytes,
            milliseconds
        case championAccuracy = "champion_accuracy"
        case examplesPerSecond = "examples_per_second"
        case conversationsAdded = "conversations_added"
        case labelsAdded = "labels_added"
        case labelsSetAside = "labels_set_aside"
    }
}
