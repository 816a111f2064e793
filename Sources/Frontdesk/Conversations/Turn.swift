public import Foundation

/// One thing that was said in a conversation.
public struct Turn: Sendable, Hashable, Codable {
    /// Who says something.
    public enum Speaker: String, Sendable, Codable, CaseIterable {
        case customer, bot, agent
    }

    /// What a person says of a reply.
    public enum Feedback: String, Sendable, Codable, CaseIterable {
        case good, bad
    }

    /// Who said it.
    public let speaker: Speaker
    /// What was said, as it was written.
    public let text: String
    /// When it was said.
    public let time: Date
    /// Of a reply, the intent that the message was taken for; of an imported message, the label that its log gives it.
    public var intent: String?
    /// Of a reply, how it came about, such as `template` or `knowledge`.
    public var route: String?
    /// Of a reply, the id of the knowledge entry that it told.
    public var answerID: String?
    /// Of a reply, the calibrated probability that it is right.
    public var confidence: Double?
    /// Of a reply, the id of the model that understood the message.
    public var model: String?
    /// What a person said of the reply, where somebody did.
    public var feedback: Feedback?
    /// What else the log that it came from says of it, as a JSON object.
    package var extra: String?

    package init(
        speaker: Speaker, text: String, time: Date, intent: String? = nil, route: String? = nil,
        answerID: String? = nil,
        confidence: Double? = nil, model: String? = nil, feedback: Feedback? = nil
    ) {
        self.speaker = speaker
        self.text = text
        self.time = time
        self.intent = intent
        self.route = route
        self.answerID = answerID
        self.confidence = confidence
        self.model = model
        self.feedback = feedback
    }

    enum CodingKeys: String, CodingKey {
        case speaker, text, time, intent, route, confidence, model, feedback
        case answerID = "answer_id"
    }
}

/// A label that a person gave to a customer's message.
public struct Correction: Sendable, Hashable, Codable {
    /// What the message should have led to.
    public enum Label: Sendable, Hashable, Codable {
        case intent(String)
        case entry(String)
        /// Nothing the bot has fits: out of scope.
        case nothing
    }

    /// The message, as the customer wrote it.
    public let text: String
    /// What it should have led to.
    public let label: Label
    /// The id of the conversation that it was written in.
    public let conversation: String
    /// Confirmed as the bot had it, instead of changed.
    public let confirmed: Bool

    package init(text: String, label: Label, conversation: String, confirmed: Bool) {
        self.text = text
        self.label = label
        self.conversation = conversation
        self.confirmed = confirmed
    }
}
