/// Finds what tells who someone is and takes it out of texts.
///
/// Mail addresses, telephone numbers, payment cards, bank accounts and Chinese resident ids are known by their form and
/// their check digits; what is personal to a bot, such as its order numbers, by its slots.
package struct PersonalData: Sendable {
    /// What a piece of personal data is; its name is the mark that stands in its place.
    package enum Kind: String, Sendable, CaseIterable {
        case email, phone, card, iban, id
    }

    /// A piece of personal data, by its UTF-8 bytes in the text.
    package struct Finding: Sendable, Hashable {
        package let kind: Kind
        package let range: Range<Int>
    }

    private let slots: [SlotRedaction]

    /// What is found in any text, whichever bot it is from.
    package static let known = PersonalData()

    private init() {
        slots = []
    }

    /// What is found in the texts of a bot with these slots.
    package init(slots: [Slot]) throws(BotError) {
        var redactions: [SlotRedaction] = []
        for slot in slots {
            if let redaction = try SlotRedaction(slot) { redactions.append(redaction) }
        }
        self.slots = redactions
    }

    /// What is found in the texts of a bot with these intents; several may have the same slot.
    package init(_ catalog: IntentCatalog) throws(BotError) {
        var seen: Set<String> = []
        try self.init(slots: catalog.intents.flatMap(\.slots).filter { seen.insert("\($0.name) \($0.kind)").inserted })
    }

    /// The text with a mark such as `<email>` in place of each piece of personal data.
    package func redact(_ text: String) -> String {
        let findings = Self.findings(in: text)
        if findings.isEmpty { return slots.reduce(text) { $1.redact($0) } }
        let bytes = text.utf8
        var redacted = ""
        var place = bytes.startIndex
        for finding in findings {
            let start = bytes.index(bytes.startIndex, offsetBy: finding.range.lowerBound)
            redacted += slots.reduce(String(text[place..<start])) { $1.redact($0) }
            redacted += "<\(finding.kind.rawValue)>"
            place = bytes.index(bytes.startIndex, offsetBy: finding.range.upperBound)
        }
        return redacted + slots.reduce(String(text[place...])) { $1.redact($0) }
    }

    /// The pieces of personal data in a text that are known by their form, in order.
    package static func findings(in text: String) -> [Finding] {
        var text = text
        return text.withUTF8 { bytes in
            guard mayHold(bytes) else { return [] }
            let folded = FoldedText(bytes)
            var scanner = PersonalDataScanner(folded.bytes)
            scanner.scan()
            return scanner.found.map { Finding(kind: $0.kind, range: folded.range(of: $0.range)) }
        }
    }

    /// No number that is personal has fewer digits.
    static let fewestDigits = 7

    /// Whether a text has a sign of a mail address or digits enough, which most have not.
    private static func mayHold(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var digits = 0
        for index in bytes.indices {
            let byte = bytes[index]
            if byte.isDigit {
                digits += 1
            } else if byte == UInt8(ascii: "@") {
                return true
            } else if byte == 0xEF, index + 2 < bytes.count, bytes[index + 1] == 0xBC {
                // U+FF10 … U+FF19 are full-width digits, U+FF20 the full-width @.
                if bytes[index + 2] == 0xA0 { return true }
                if (0x90...0x99).contains(bytes[index + 2]) { digits += 1 }
            }
        }
        return digits >= fewestDigits
    }
}
