/// What the bot remembers between two turns of a conversation; stored with each turn.
package struct ConversationState: Sendable, Hashable, Codable {
    /// A question of the bot's that the next message may answer.
    package enum Pending: Sendable, Hashable, Codable {
        /// "Did you mean one of these?", with the choices as they were shown.
        case choice([Choice])
        /// A slot of an intent was asked for; `attempts` counts how often, `others` wait for the same value.
        ///
        /// States that were stored before there were others have none.
        case slot(intent: String, slot: String, attempts: Int, others: [String]? = nil)
    }

    /// One line of a numbered list shown to the customer.
    package struct Choice: Sendable, Hashable, Codable {
        package let option: Candidate.Option
        package let title: String

        package init(option: Candidate.Option, title: String) {
            self.option = option
            self.title = title
        }
    }

    package var pending: Pending?
    /// The message that was answered last, which a follow-up ("and to Norway?") leans on.
    package var lastQuestion: String?
    package var lastIntent: String?
    /// The knowledge entry that was told last, until something else is.
    package var lastEntry: String?
    /// The related questions below the last reply, as they were numbered; a number picks one of them.
    ///
    /// Nil, as the next, in states that were stored before there were any.
    package var related: [Choice]?
    /// The ids of the entries that the customer was told or offered, the latest last.
    package var seen: [String]?
    /// Values given so far, by slot name; they outlive the question that asked for them.
    package var slots: [String: String] = [:]
    /// Messages in a row that could not be answered.
    package var failures = 0
    package var language: Language?

    package init() {}
}
