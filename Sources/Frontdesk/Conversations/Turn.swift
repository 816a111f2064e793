public import Foundation

/// One thing that was said in a conversation.
public struct Turn: Sendable, Hashable, Codable {
    public enum Speaker: String, Sendable, Codable, CaseIterable {
        case customer, bot, agent
    }

    public enum Feedback: String, Sendable, Codable, CaseIterable {
        case good, bad
    }

    public let speaker: Speaker
    public let text: String
    public let time: Date
    public var intent: String?
    public var route: String?
    public var answerID: String?
    public var confidence: Double?
    public var model: String?
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

    public let text: String
    public let label: Label
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
