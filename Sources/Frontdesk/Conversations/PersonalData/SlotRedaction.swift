internal import Foundation

/// Takes the values of one slot out of texts, such as a bot's order numbers.
///
/// A slot with a pattern of its own, or for numbers, holds what a customer is known by in the shop's systems. Choices,
/// dates and free text tell nobody from others; addresses and telephone numbers are known by their form.
struct SlotRedaction: Sendable {
    private let name: String
    private let expression: NSRegularExpression

    /// Nil for a slot that holds nothing personal.
    init?(_ slot: Slot) throws(BotError) {
        let pattern: String
        switch slot.kind {
        case .pattern(let own): pattern = own
        // "3 pairs" stays: a number that many digits long counts nothing.
        case .number: pattern = "#?[0-9]{5,}"
        case .email, .phone, .date, .text, .choice: return nil
        }
        name = slot.name
        expression = try SlotExtractor.wholeTokens(pattern, of: slot)
    }

    /// The text with a mark in place of each value; one without a digit is a word like others, and stays.
    func redact(_ text: String) -> String {
        guard text.utf8.contains(where: \.isDigit) else { return text }
        let matches = expression.matches(in: text, range: NSRange(text.startIndex..., in: text))
        return matches.reversed().reduce(into: text) { redacted, match in
            guard let range = Range(match.range, in: redacted), redacted[range].utf8.contains(where: \.isDigit) else {
                return
            }
            redacted.replaceSubrange(range, with: "<\(name)>")
        }
    }
}
