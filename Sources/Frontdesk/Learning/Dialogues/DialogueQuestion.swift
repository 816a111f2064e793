/// What a customer asked in a conversation, with what was said around it.
package struct DialogueQuestion: Sendable {
    package let conversation: String
    /// Who asked; the conversation where that is not known.
    package let customer: String
    /// The turns that ask it, in their order, without courtesy between them.
    package let parts: [String]
    /// What people and bots replied, up to the customer's next question.
    package internal(set) var replies: [Reply] = []
    package internal(set) var ending = Ending()

    /// All that was asked, as one text.
    package var text: String { parts.joined(separator: " ") }

    /// Turns in a row of one who answered, as one text.
    package struct Reply: Sendable {
        package let speaker: Turn.Speaker
        package let text: String
        /// The last of them, or of those that the customer rated.
        package let turn: Turn

        /// Whether somebody else than this bot said it: what the bot says is guessed from the examples that there are.
        var isOfOthers: Bool { speaker == .agent || turn.model == nil }
    }

    /// How it went on after the replies.
    package struct Ending: Sendable {
        /// The customer's next question in the conversation.
        package internal(set) var next: String?
        package internal(set) var hasThanks = false
        /// The customer asked for a person.
        package internal(set) var wantsPerson = false
        /// Whether the log says that the conversation was solved; nil where it says nothing known.
        package internal(set) var isSolved: Bool?
    }
}

extension DialogueQuestion.Ending {
    /// What a log's outcome says: whether all went well.
    static func isSolved(_ outcome: String?) -> Bool? {
        guard let outcome = outcome?.lowercased() else { return nil }
        let words = Set(outcome.split { !$0.isLetter }.map(String.init))
        let isFailed =
            !words.isDisjoint(with: ["not", "never", "unsolved", "unresolved", "incomplete"])
            || words.contains { word in ["abandon", "complain", "escalat"].contains(where: word.hasPrefix) }
            || outcome.contains(/未|没有?(?:解决|完成)|无法|不能|不满|投诉/)
        if isFailed { return false }
        let isSolved =
            !words.isDisjoint(with: ["solved", "resolved", "closed", "done", "complete", "completed"])
            || outcome.contains(/解决|完成/)
        return isSolved ? true : nil
    }
}
