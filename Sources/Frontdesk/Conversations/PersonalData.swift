internal import Foundation

/// Finds what tells who someone is (mail addresses, phone, card and resident id numbers) and takes it out of texts.
package enum PersonalData {
    /// The text with a mark such as `<email>` in place of each piece of personal data.
    package static func redact(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "@") || (0x30...0x39).contains($0) }) else { return text }
        var redacted = ""
        var rest = text[...]
        while let match = rest.firstMatch(of: candidate) {
            redacted += rest[..<match.range.lowerBound]
            redacted += redactRun(match.output)
            rest = rest[match.range.upperBound...]
        }
        return redacted + rest
    }

    /// A run of digits may hold several numbers: what is no personal number as a whole may be one between its spaces.
    private static func redactRun(_ run: Substring) -> String {
        if let mark = mark(for: run) { return "<\(mark)>" }
        let parts = run.split(separator: " ", omittingEmptySubsequences: false)
        return parts.map { part in mark(for: part).map { "<\($0)>" } ?? String(part) }.joined(separator: " ")
    }

    /// A mail address, or a run of digits with what people write between them.
    private static var candidate: Regex<Substring> {
        /[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+|\+?\(?[0-9](?:[ .\-\/()]{0,2}[0-9])+[Xx]?/
    }

    private static func mark(for match: Substring) -> String? {
        if match.contains("@") { return "email" }
        let digits = match.filter { $0.isNumber || $0 == "X" || $0 == "x" }.uppercased()
        if isResidentID(digits) { return "id" }
        if digits.hasSuffix("X") { return nil }
        if isPhone(match, digits) { return "phone" }
        return (13...19).contains(digits.count) && passesLuhn(digits) ? "card" : nil
    }

    /// Chinese mobile numbers; others by their country code, or by a leading nought and the length of a number.
    private static func isPhone(_ match: Substring, _ digits: String) -> Bool {
        if digits.wholeMatch(of: /(?:86)?1[3-9][0-9]{9}/) != nil { return true }
        guard (9...15).contains(digits.count) else { return false }
        return match.hasPrefix("+") || match.hasPrefix("(") || digits.hasPrefix("0")
    }

    /// The check digit of card numbers (ISO/IEC 7812).
    private static func passesLuhn(_ digits: String) -> Bool {
        let sum = digits.reversed().enumerated().reduce(0) { sum, item in
            let digit = item.element.wholeNumberValue ?? 0
            guard item.offset % 2 == 1 else { return sum + digit }
            return sum + (digit > 4 ? 2 * digit - 9 : 2 * digit)
        }
        return sum % 10 == 0
    }

    /// The check digit of Chinese resident ids (GB 11643).
    private static func isResidentID(_ digits: String) -> Bool {
        guard digits.count == 18 else { return false }
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(digits, weights).reduce(0) { $0 + ($1.0.wholeNumberValue ?? 0) * $1.1 }
        return digits.last == Array("10X98765432")[sum % 11]
    }
}
