/// What the bot says to one message, and how it came to say it.
public struct Reply: Sendable, Hashable, Codable {
    /// One intent or knowledge entry with the calibrated probability that it is the right reply.
    public struct Ranked: Sendable, Hashable, Codable {
        /// The intent's name, or the entry's id.
        public let intent: String
        public let confidence: Double
    }

    /// Where a cited answer comes from.
    public struct Citation: Sendable, Hashable, Codable {
        /// The entry's id.
        public let id: String
        /// Where the entry says that it comes from, else its file.
        public let source: String
        /// The probability that the entry is the right reply; 1 where the customer picked it.
        public let score: Double
    }

    public let text: String
    /// `template`, `knowledge`, `clarify`, `ask`, `handoff` or `fallback`: of several questions that of the first.
    public let route: String
    /// The intent that was answered, asked about or handed over; nil for an entry and where nothing was understood.
    public let intent: String?
    /// The probability that the likeliest reply is right.
    public let confidence: Double
    /// Intents and entries together, the most confident first.
    public let ranking: [Ranked]
    /// The probability that nothing of the bot's covers the message.
    public let outOfScope: Double
    /// What the text cites as [1], [2] and so on.
    public let citations: [Citation]
    /// Related questions or the choices offered, as they were numbered.
    public let suggestions: [String]
    /// The values that are known in the conversation, by their slots.
    public let slots: [String: String]
    /// The language that the message was answered in.
    public let language: Language
    public let conversation: String
    /// The reply's number in the store.
    public let turn: Int64
    /// From the message to the stored reply.
    public let milliseconds: Double

    enum CodingKeys: String, CodingKey {
        case text, route, intent, confidence, ranking, citations, suggestions, slots, language, conversation, turn
        case milliseconds
        case outOfScope = "out_of_scope"
    }
}

/// Why the bot replied as it did: what `/why` shows.
public struct Explanation: Sendable, Hashable {
    /// An example close to the message, with the file and line it stands at.
    public struct Neighbour: Sendable, Hashable {
        public let text: String
        public let intent: String
        /// Embedding and n-gram cosines, weighed; 1 for the same message.
        public let similarity: Double
        public let location: SourceLocation?
    }

    /// A knowledge entry that search found, and each part of its score.
    public struct Hit: Sendable, Hashable {
        public let id: String
        public let question: String
        public let confidence: Double
        /// The parts of its score in words.
        public let parts: String
        public let location: SourceLocation
    }

    public let message: String
    /// The rule that decided, in words.
    public let rule: String
    public let route: String
    /// Intents and entries together, the most confident first.
    public let ranking: [Reply.Ranked]
    public let outOfScope: Double
    /// The thresholds that were in force, by name.
    public let thresholds: [String: Double]
    public let neighbours: [Neighbour]
    public let hits: [Hit]
}

/// A choice that `/correct` offers for the last message.
public struct CorrectionChoice: Sendable, Hashable {
    public let label: Correction.Label
    public let title: String
}
