/// Something that the bot could answer a message with, and how likely it is the right reply.
package struct Candidate: Sendable, Hashable, Codable {
    /// What would be said: an intent's answer template, or a knowledge entry.
    package enum Option: Sendable, Hashable, Codable {
        case intent(String)
        case entry(String)

        /// The intent's name or the entry's id.
        package var name: String {
            switch self {
            case .intent(let name), .entry(let name): name
            }
        }
    }

    package let option: Option
    /// The calibrated probability that this reply is right.
    package let confidence: Double

    package init(_ option: Option, confidence: Double) {
        self.option = option
        self.confidence = confidence
    }
}
