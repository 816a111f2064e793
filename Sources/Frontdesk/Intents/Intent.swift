/// What a customer may want, with the messages that show it and the wordings that answer it.
public struct Intent: Sendable {
    /// Why a message of an intent goes to a person at once.
    public enum Handoff: String, Sendable, Codable, CaseIterable {
        /// The customer asked for a person.
        case requested
        /// Danger to health, fraud, a legal threat: the answer is said, and a person is told at once.
        case urgent
    }

    public let name: String
    /// What a customer reads where the bot asks which is meant.
    public let title: LocalizedText
    /// What it is about, for those who write it.
    public let description: String
    /// Nil where the bot answers by itself.
    public let handoff: Handoff?
    public let examples: [Example]
    public let slots: [Slot]
    /// An executable's path relative to `intents/`.
    public let action: String?
    public let answers: [AnswerVariant]
    /// What is said when the action fails or is late.
    public let unavailable: [AnswerVariant]
    public let location: SourceLocation

    package init(
        name: String, title: LocalizedText = [:], description: String = "", handoff: Handoff? = nil,
        examples: [Example] = [], slots: [Slot] = [], action: String? = nil, answers: [AnswerVariant] = [],
        unavailable: [AnswerVariant] = [], location: SourceLocation
    ) {
        self.name = name
        self.title = title
        self.description = description
        self.handoff = handoff
        self.examples = examples
        self.slots = slots
        self.action = action
        self.answers = answers
        self.unavailable = unavailable
        self.location = location
    }
}

/// One message that a customer might write, with the intent's file and line it stands at.
public struct Example: Sendable, Hashable {
    /// A slot's value marked in an example as `[value](slot)`; offsets count UTF-8 bytes of `text`.
    public struct Entity: Sendable, Hashable {
        public let slot: String
        public let range: Range<Int>
    }

    /// The message without its entity marks.
    public let text: String
    public let entities: [Entity]
    public let location: SourceLocation
    /// What tells whether two examples are the same message.
    package let key: MessageKey

    package init(text: String, entities: [Entity] = [], location: SourceLocation) {
        self.text = text
        self.entities = entities
        self.location = location
        key = MessageKey(text)
    }
}

/// One of several interchangeable wordings of an answer, in each language it has.
public struct AnswerVariant: Sendable {
    /// The Mustache templates as they stand in the file.
    public let wording: LocalizedText
    public let location: SourceLocation
}

/// A value that an answer needs and a customer gives.
public struct Slot: Sendable {
    /// What its values look like.
    public enum Kind: Sendable, Hashable {
        case number, email, phone, date, text
        case choice([String])
        case pattern(String)
    }

    public let name: String
    public let kind: Kind
    /// The question that asks the customer for it.
    public let ask: LocalizedText
    public let location: SourceLocation

    package init(name: String, kind: Kind, ask: LocalizedText, location: SourceLocation) {
        self.name = name
        self.kind = kind
        self.ask = ask
        self.location = location
    }
}
