/// What a training led to: `train --json`.
package struct TrainingResult: Sendable, Codable {
    package let model: String
    /// Of held-out messages; by cross-validation where none are held out.
    package let accuracy: Double
    /// The champion's accuracy on the same messages; nil without a champion or held-out messages.
    package let championAccuracy: Double?
    package let examples: Int
    package let intents: Int
    package let heldOut: Int
    package let seconds: Double
    package let examplesPerSecond: Double
    package let promoted: Bool
    package let reason: String
    /// What the new model's thresholds come from.
    package let thresholds: RoutingModel.Source
    /// What was new in the logs that were named; nil where none were.
    package let conversationsAdded: Int?
    package let labelsAdded: Int?
    /// The recipe that made the model: the one wished for, or what `auto` chose.
    package let recipe: String

    enum CodingKeys: String, CodingKey {
        case model, recipe, accuracy, examples, intents, seconds, promoted, reason, thresholds
        case championAccuracy = "champion_accuracy"
        case heldOut = "held_out"
        case examplesPerSecond = "examples_per_second"
        case conversationsAdded = "conversations_added"
        case labelsAdded = "labels_added"
    }
}
