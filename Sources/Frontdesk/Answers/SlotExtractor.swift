internal import Foundation

/// Finds the values of slots in what a customer wrote.
package struct SlotExtractor: Sendable {
    private let slots: [(slot: Slot, expression: NSRegularExpression?)]

    /// Prepares the slots' patterns; an invalid one is an error at its place in the file.
    package init(_ slots: [Slot]) throws(BotError) {
        self.slots = try slots.map { slot throws(BotError) in (slot, try Self.expression(for: slot)) }
    }

    /// The first value of each slot found in a message, by slot name.
    package func values(in message: String) -> [String: String] {
        var values: [String: String] = [:]
        for (slot, expression) in slots {
            values[slot.name] = Self.value(of: slot, expression, in: message)
        }
        return values
    }

    /// The value a message gives for a slot that was just asked for: free text takes the whole message.
    package func value(of name: String, inAnswer message: String) -> String? {
        guard let (slot, expression) = slots.first(where: { $0.slot.name == name }) else { return nil }
        if slot.kind == .text {
            let text = message.trimmingCharacters(in: .whitespacesAndNewlines)
            return text.isEmpty ? nil : text
        }
        return Self.value(of: slot, expression, in: message)
    }

    private static func value(of slot: Slot, _ expression: NSRegularExpression?, in message: String) -> String? {
        guard let expression else { return nil }
        let found = expression.firstMatch(in: message, range: NSRange(message.startIndex..., in: message))
        let value = found.flatMap { Range($0.range, in: message) }.map { String(message[$0]) }
        guard case .choice(let choices) = slot.kind else { return value }
        return choices.first { $0.lowercased() == value?.lowercased() }
    }

    private static func expression(for slot: Slot) throws(BotError) -> NSRegularExpression? {
        guard let pattern = pattern(for: slot.kind) else { return nil }
        return try wholeTokens(pattern, of: slot)
    }

    /// A pattern that finds whole tokens only: 1023 is not found in #10234, nor in A1023.
    static func wholeTokens(_ pattern: String, of slot: Slot) throws(BotError) -> NSRegularExpression {
        do {
            return try NSRegularExpression(
                pattern: "(?<![\\p{Latin}\\p{Nd}])(?:\(pattern))(?![\\p{Latin}\\p{Nd}])", options: [.caseInsensitive])
        } catch {
            throw BotError(
                .badData, at: slot.location, "the pattern of slot '\(slot.name)' is not a regular expression",
                mend: "Check its brackets and backslashes, and put it in single quotes")
        }
    }

    private static func pattern(for kind: Slot.Kind) -> String? {
        switch kind {
        case .text: nil
        // The longest first: "XL" is not "L" behind an X.
        case .choice(let choices):
            choices.sorted { $0.count > $1.count }.map(NSRegularExpression.escapedPattern).joined(separator: "|")
        case .number: #"[0-9]+(?:[.,][0-9]+)*"#
        case .email: #"[A-Z0-9._%+-]+@[A-Z0-9-]+(?:\.[A-Z0-9-]+)+"#
        case .phone: #"(?:\+|00)?[0-9](?:[ ()/-]{0,2}[0-9]){6,14}"#
        case .date: datePattern
        case .pattern(let pattern): pattern
        }
    }

    private static let datePattern =
        #"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}[./-][0-9]{1,2}(?:[./-](?:[0-9]{4}|[0-9]{2}))?"#
        + #"|(?:[0-9]{1,2}(?:st|nd|rd|th)? )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?: [0-9]{1,2}(?:st|nd|rd|th)?)?"#
        + #"|(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}[日号]|today|tomorrow|yesterday|今天|明天|后天|昨天"#
}
