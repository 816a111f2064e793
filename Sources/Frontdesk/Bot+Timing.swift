/// How long the bot takes, apart from storing and saying.
extension Bot {
    /// Milliseconds to understand a message and decide on it, as the first of a conversation.
    package func timing(of text: String) throws -> Double {
        let start = ContinuousClock.now
        _ = try consider(text, ConversationState(), in: "timing")
        return start.milliseconds
    }
}
