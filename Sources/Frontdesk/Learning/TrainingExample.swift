/// One labelled message that a model is trained or judged on.
public struct TrainingExample: Sendable, Hashable {
    /// Who said that the label is right.
    public enum Provenance: String, Sendable, Codable, CaseIterable {
        /// It stands in the bot's `intents/`.
        case written
        /// It is the name of an intent that has few examples.
        case named
        /// A person corrected the bot's label.
        case corrected
        /// A person confirmed the bot's label.
        case confirmed
        /// Nobody said it: examples like it have that label.
        case inferred
        /// An agent answered it as the label's messages are answered.
        case answered
    }

    /// Where examples stand that are from conversations which nobody labelled.
    package static let log = SourceLocation(file: "(log)")

    /// What a customer wrote, or somebody for a customer.
    public let text: String
    /// The intent's name; nil is out of scope.
    public let intent: String?
    /// Who said that the intent is right.
    public let provenance: Provenance
    /// What tells whether two examples are the same message.
    package let key: MessageKey
    /// Examples of one group never stand on both sides of a split.
    ///
    /// It is the hash of their conversation, else the key; in a training set the least of the examples that read nearly
    /// the same.
    package private(set) var group: UInt64
    /// Where it stands; nil where it was labelled in a conversation.
    public let location: SourceLocation?
    /// The conversation that it was said in, where it was said in one.
    package let conversation: String?
    /// The entry that is its best answer, as a person or the answer itself said: the search learns from it, too.
    package private(set) var entry: String?

    /// An example whose key and group come from its text and conversation.
    public init(
        text: String, intent: String?, provenance: Provenance, conversation: String? = nil,
        location: SourceLocation? = nil
    ) {
        self.init(
            text: text, intent: intent, provenance: provenance, key: MessageKey(text), conversation: conversation,
            location: location)
    }

    /// An example from a conversation; of all entries it is the class of knowledge that intents are told from.
    package init(
        text: String, label: Correction.Label, provenance: Provenance, conversation: String,
        location: SourceLocation? = nil
    ) {
        self.init(
            text: text, intent: label.exampleIntent, provenance: provenance, conversation: conversation,
            location: location)
        if case .entry(let id) = label { entry = id }
    }

    /// Whether people said what it means: models are judged by no others, nor intents' confidences calibrated.
    package var isGiven: Bool { provenance != .inferred && provenance != .answered }

    /// The same in a group with others.
    func grouped(_ group: UInt64) -> TrainingExample {
        var example = self
        example.group = group
        return example
    }

    /// The same where the key is known already.
    package init(
        text: String, intent: String?, provenance: Provenance, key: MessageKey,
        conversation: String? = nil,
        location: SourceLocation?
    ) {
        self.text = text
        self.intent = intent
        self.provenance = provenance
        self.key = key
        self.conversation = conversation
        group = conversation.map(StableHash.of) ?? key.hash
        self.location = location
    }
}
