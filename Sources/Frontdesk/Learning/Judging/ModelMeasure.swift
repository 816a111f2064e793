/// What one model does with data that it was not trained on.
package struct ModelMeasure: Sendable {
    package let model: String
    /// The intents that it knows.
    package let intents: Set<String>
    /// Whether the intent that stands first is right, of each message with an intent.
    package let firstRight: [Bool]
    /// What the bot makes of the messages of `evaluation/` with it; nil where there are none.
    package let tested: Evaluator.Tested?
    /// Whether the reply to each of these is wrong.
    package let isRepliedWrongly: [Bool]
    package let conversations: [ConversationTest.Outcome]
    /// The model's files with its tuned encoder, without the base model.
    package let megabytes: Double
    /// To understand a message and decide on it.
    package let milliseconds: Double

    package init(
        model: String, intents: Set<String> = [], firstRight: [Bool], isRepliedWrongly: [Bool] = [],
        conversations: [ConversationTest.Outcome] = [], megabytes: Double = 0, milliseconds: Double = 0
    ) {
        self.model = model
        self.intents = intents
        self.firstRight = firstRight
        tested = nil
        self.isRepliedWrongly = isRepliedWrongly
        self.conversations = conversations
        self.megabytes = megabytes
        self.milliseconds = milliseconds
    }

    init(
        _ model: LoadedModel, firstRight: [Bool], tested: Evaluator.Tested?, conversations: [ConversationTest.Outcome],
        megabytes: Double, milliseconds: Double
    ) {
        self.model = model.id
        intents = model.classifier.knownIntents
        self.firstRight = firstRight
        self.tested = tested
        isRepliedWrongly = tested?.scored.map { $0.outcome == .wrong } ?? []
        self.conversations = conversations
        self.megabytes = megabytes
        self.milliseconds = milliseconds
    }

    package var accuracy: Double {
        Double(firstRight.count { $0 }) / Double(max(firstRight.count, 1))
    }
}
