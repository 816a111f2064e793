/// How an encoder is fine-tuned.
package struct FineTuningSettings: Sendable, Equatable {
    package var epochs = 10
    package var batchSize = 32
    package var order = BatchPlan.Order.shuffled
    /// The highest learning rates, of the encoder and of the head on top.
    package var bodyRate: Float = 1e-4
    package var headRate: Float = 1e-3
    /// The share of the steps in which the rates rise.
    package var warmup = 0.1
    /// Dropout of hidden states and vectors, and of attention probabilities.
    package var dropout: Float = 0.1
    package var attentionDropout: Float = 0
    package var labelSmoothing: Float = 0
    /// What the cross-entropy of the head counts for.
    package var crossEntropyWeight: Float = 1
    /// What the contrast with the classes' names counts for, and at which temperature.
    package var nameWeight: Float = 0
    package var nameTemperature: Float = 0.07
    /// Of so many classes at the most, a message is told from all names; of more from those of its batch alone.
    package var nameLimit = 0
    /// What the contrast of neighbours counts for, and at which temperature.
    package var neighbourWeight: Float = 0
    package var neighbourTemperature: Float = 0.07
    /// What the agreement of two passes with different dropout counts for; at 0 each message passes once a step.
    package var consistencyWeight: Float = 0
    package var optimizer = AdamW()
    package var seed: UInt64 = 1

    package init() {}

    /// Whether each message passes twice a step: where something is said of it that two passes could agree on.
    package func passesTwice(named classes: Int) -> Bool {
        consistencyWeight > 0 && (crossEntropyWeight > 0 || nameWeight > 0 && classes > 1)
    }
}

/// What a training learns from.
package struct FineTuningExample: Sendable {
    /// The ids of its tokens, special ones included.
    package let tokens: [Int32]
    package let label: Int

    package init(tokens: [Int32], label: Int) {
        self.tokens = tokens
        self.label = label
    }
}

/// How far a training has come.
package struct FineTuningProgress: Sendable {
    /// Steps done, and steps in all.
    package let step: Int
    package let steps: Int
    package let epoch: Int
    /// The mean loss of the epoch so far.
    package let loss: Double
}

/// Why a training could not go on.
package enum FineTuningError: Error, Equatable, CustomStringConvertible {
    /// The loss or the gradient is no number any more.
    case notFinite(step: Int)
    /// The state that was to be taken up belongs to another training.
    case otherTraining(file: String)

    package var description: String {
        switch self {
        case .notFinite(let step): "the loss or its gradient is no finite number any more at step \(step)"
        case .otherTraining(let file): "\(file): the training that was stopped had other data or settings"
        }
    }
}
