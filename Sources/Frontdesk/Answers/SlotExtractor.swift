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
        let value = match(expression, in: halfWidth(message)) ?? match(expression, in: message)
        guard case .choice(let choices) = slot.kind else { return value }
        return choices.first { $0.lowercased() == value?.lowercased() }
    }

    private static func match(_ expression: NSRegularExpression, in message: String) -> String? {
        let found = expression.firstMatch(in: message, range: NSRange(message.startIndex..., in: message))
        return found.flatMap { Range($0.range, in: message) }.map { String(message[$0]) }
    }

    /// Letters, digits and what stands within values, such as "＃１０２３４" of a Chinese keyboard, in their usual width.
    private static func halfWidth(_ message: String) -> String {
        guard message.unicodeScalars.contains(where: { 0xFF01...0xFF5E ~= $0.value }) else { return message }
        return String(String.UnicodeScalarView(message.unicodeScalars.map(narrow)))
    }

    private static func narrow(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard 0xFF01...0xFF5E ~= scalar.value, let narrow = Unicode.Scalar(scalar.value - 0xFEE0) else { return scalar }
        let isOfWords = narrow.properties.isAlphabetic || narrow.properties.numericType != nil
        return isOfWords || "#@+-._".unicodeScalars.contains(narrow) ? narrow : scalar
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
        + "|\(day) (?:of )?\(month)\(year)|\(month) \(day)\(year)|\(plainMonth)|(?<=\\bin )(?:march|may)"
        + #"|(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}[日号]|today|tomorrow|yesterday|今天|明天|后天|昨天"#

    private static let day = "[0-9]{1,2}(?:st|nd|rd|th)?"
    private static let year = "(?:,? (?:19|20)[0-9]{2})?"
    private static let month = "(?:jan(?:uary)?|mar(?:ch)?|may|\(plainMonth))"
    /// Months that are a date without a day, too: unlike "may" and "march", which are other words as well.
    private static let plainMonth =
        "(?:january|feb(?:ruary)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
        + "|dec(?:ember)?)"
}
