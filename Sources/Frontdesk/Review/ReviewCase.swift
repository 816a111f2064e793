/// A question for a person: messages that say the same, and what the bot would make of them.
package struct ReviewCase: Sendable {
    /// Why a person should look at it.
    package enum Reason: String, Sendable, Encodable, CaseIterable {
        /// The bot had no answer, or gave the conversation to a person because it did not understand.
        case unanswered
        /// Somebody called the reply bad.
        case bad
        /// The bot does not know what is meant.
        case unsure
        /// Somebody gave it a label that the other examples speak against, and that was set aside.
        case mislabelled
        /// Somebody gave it a label that is hardly likelier than another, and that was learnt.
        case doubtful
    }

    /// Something that it may mean, and how likely that is.
    package struct Proposal: Sendable, Hashable {
        package let label: Correction.Label
        package let confidence: Double
    }

    /// What was said around the message that stands for all.
    package struct Context: Sendable {
        /// Oldest first.
        package let turns: [Turn]
        /// The message's place among them; nil where its conversation is not there.
        package let place: Int?
    }

    /// Tells it from others, and is the same tomorrow: a hash of the message that stands for all.
    package let id: String
    /// The message that stands for all first; each as it was written, equal ones too.
    package let messages: [LoggedMessage]
    package let reasons: [Reason]
    /// The likeliest first.
    package let proposals: [Proposal]
    /// The label that was given before, of a case that may be labelled wrongly.
    package let present: Correction.Label?
    /// How much a decision would teach, and for how many customers.
    package let score: Double

    package var text: String { messages[0].text }
    package var customers: Int { Set(messages.map(\.customer)).count }
    /// The texts that differ.
    package var texts: [String] { messages.map(\.text).unique { $0 } }
}
