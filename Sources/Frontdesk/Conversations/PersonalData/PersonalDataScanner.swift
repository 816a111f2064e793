/// Looks through folded bytes for mail addresses first, then for numbers in what is left.
struct PersonalDataScanner {
    /// A piece of personal data by its place among the folded bytes.
    struct Found {
        let kind: PersonalData.Kind
        let range: Range<Int>
    }

    private(set) var bytes: [UInt8]
    private(set) var found: [Found] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Finds everything; `found` is in order afterwards.
    mutating func scan() {
        scanAddresses()
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte.isLetter {
                index = scanAccount(at: index)
            } else if byte.isDigit {
                index = scanRun(at: index)
            } else {
                index += 1
            }
        }
        found.sort { $0.range.lowerBound < $1.range.lowerBound }
    }

    // MARK: Mail addresses

    private mutating func scanAddresses() {
        for sign in bytes.indices where bytes[sign] == UInt8(ascii: "@") {
            guard let range = address(around: sign) else { continue }
            found.append(Found(kind: .email, range: range))
            // What stands in an address is no number.
            for index in range { bytes[index] = 0 }
        }
    }

    /// An address needs a name, and a domain whose last part is of letters: 5@2.50 is a price.
    private func address(around sign: Int) -> Range<Int>? {
        var start = sign
        while start > 0, Self.isOfName(bytes[start - 1]) { start -= 1 }
        while start < sign, bytes[start] == .dot || bytes[start] == UInt8(ascii: "'") { start += 1 }
        var end = sign + 1
        var labels = 0
        while let next = label(at: end) {
            labels += 1
            end = next
            guard end < bytes.count, bytes[end] == .dot, label(at: end + 1) != nil else { break }
            end += 1
        }
        let last = bytes[sign..<end].lastIndex(of: .dot).map { bytes[($0 + 1)..<end] }
        guard start < sign, labels > 1, let last, last.count > 1, last.allSatisfy(\.isLetter) else { return nil }
        return start..<end
    }

    /// The end of a domain's part that begins at `start`, if one does.
    private func label(at start: Int) -> Int? {
        var end = start
        while end < bytes.count, bytes[end].isLetterOrDigit || bytes[end] == .dash { end += 1 }
        while end > start, bytes[end - 1] == .dash { end -= 1 }
        return end > start ? end : nil
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        byte.isLetterOrDigit
            || [.dot, .dash, .plus, UInt8(ascii: "_"), UInt8(ascii: "%"), UInt8(ascii: "'")].contains(byte)
    }

    // MARK: Bank accounts

    /// Looks for an IBAN that begins at a letter; returns where to go on.
    private mutating func scanAccount(at start: Int) -> Int {
        if let end = accountEnd(start) {
            found.append(Found(kind: .iban, range: start..<end))
            return end
        }
        var next = start
        while next < bytes.count, bytes[next].isLetter { next += 1 }
        return next
    }

    private func accountEnd(_ start: Int) -> Int? {
        guard start == 0 || !bytes[start - 1].isLetterOrDigit, start + 3 < bytes.count, bytes[start + 1].isLetter,
            bytes[start + 2].isDigit, bytes[start + 3].isDigit,
            let length = BankAccountLengths.length(bytes[start] & 0xDF, bytes[start + 1] & 0xDF)
        else { return nil }
        var signs: [UInt8] = []
        var end = start
        while signs.count < length, end < bytes.count {
            let byte = bytes[end]
            if byte.isLetterOrDigit {
                signs.append(byte.isLetter ? byte & 0xDF : byte)
            } else if byte != .blank && byte != .dash || !bytes[end - 1].isLetterOrDigit {
                return nil
            }
            end += 1
        }
        guard signs.count == length, end == bytes.count || !bytes[end].isLetterOrDigit, CheckDigits.passesMod97(signs)
        else { return nil }
        return end
    }

    // MARK: Numbers

    /// Looks for numbers in a run of digits; returns where to go on.
    private mutating func scanRun(at start: Int) -> Int {
        let run = NumberRun(bytes, at: start)
        guard run.digits >= PersonalData.fewestDigits else { return run.end }
        var group = 0
        while group < run.groups.count {
            if let (kind, part) = number(in: run, from: group) {
                found.append(Found(kind: kind, range: part.range))
                group = part.last + 1
            } else {
                group += 1
            }
        }
        return run.end
    }

    /// The number that begins at a group, of the surest kind.
    private func number(in run: NumberRun, from group: Int) -> (PersonalData.Kind, NumberRun.Part)? {
        if let part = run.residentID(from: group) { return (.id, part) }
        if let part = run.card(from: group) { return (.card, part) }
        if let part = PhoneNumber.find(in: run, from: group) { return (.phone, part) }
        return nil
    }
}
