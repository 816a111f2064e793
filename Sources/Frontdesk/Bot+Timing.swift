/// How long the bot takes, apart from storing and saying.
extension Bot {
    /// Milliseconds to understand a message and decide on it, as the first of a conversation.
    package mutating func timing(of text: String) throws -> Double {
        try refresh()
        let start = ContinuousClock.now
        _ = try consider(text, ConversationState(), in: "timing")
        return start.milliseconds
    }
}
