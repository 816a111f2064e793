/// Groups of digits with at most a few blanks, dashes, dots, slashes or brackets between them.
struct NumberRun {
    /// Some neighbouring groups, taken as one number.
    struct Part {
        let first: Int
        let last: Int
        /// With the sign or bracket before it, and the X behind it.
        let range: Range<Int>
    }

    /// All of the text around.
    let bytes: [UInt8]
    private(set) var groups: [Range<Int>] = []
    /// The digits of all groups together.
    private(set) var digits = 0

    var end: Int { groups.last?.upperBound ?? 0 }

    private static let mostSigns = 3
    /// No number is written in more groups than this.
    private static let mostGroups = 12

    init(_ bytes: [UInt8], at start: Int) {
        self.bytes = bytes
        var index = start
        while let group = Self.group(bytes, at: index) {
            groups.append(group)
            digits += group.count
            index = group.upperBound
            while index < bytes.count, index - group.upperBound < Self.mostSigns, Self.isBetween(bytes[index]) {
                index += 1
            }
        }
    }

    private static func group(_ bytes: [UInt8], at start: Int) -> Range<Int>? {
        var end = start
        while end < bytes.count, bytes[end].isDigit { end += 1 }
        return end > start ? start..<end : nil
    }

    private static func isBetween(_ byte: UInt8) -> Bool {
        switch byte {
        case .blank, .dash, .dot, .opening, .closing, UInt8(ascii: "/"): true
        default: false
        }
    }

    /// What stands before a group: behind the group before it, or the one byte before the run.
    func before(_ group: Int) -> ArraySlice<UInt8> {
        let start = groups[group].lowerBound
        return group > 0 ? bytes[groups[group - 1].upperBound..<start] : bytes[max(0, start - 1)..<start]
    }

    /// What stands between two groups and their like; nil where one sign is not as the next.
    func separator(_ first: Int, _ last: Int) -> UInt8? {
        guard first < last else { return nil }
        let all = ((first + 1)...last).map { before($0) }
        guard let sign = all[0].first, all.allSatisfy({ $0.elementsEqual([sign]) }) else { return nil }
        return sign
    }

    /// The digits of some groups as numbers.
    func values(_ first: Int, _ last: Int) -> [UInt8] {
        groups[first...last].flatMap { bytes[$0] }.map { $0 - 0x30 }
    }

    /// The groups from one on, as long as they are part of one number at most.
    func lasts(from first: Int) -> Range<Int> {
        first..<min(groups.count, first + Self.mostGroups)
    }

    /// Whether a part stands for itself: no letter at its ends, and no decimal point or dash to digits before it.
    func isWhole(_ first: Int, _ last: Int) -> Bool {
        let start = groups[first].lowerBound
        let end = groups[last].upperBound
        if end < bytes.count, bytes[end].isLetter || bytes[end] == UInt8(ascii: "_") { return false }
        if last + 1 < groups.count, before(last + 1).elementsEqual([.dot]) { return false }
        guard start > 0 else { return true }
        let sign = bytes[start - 1]
        if sign.isLetter || sign == UInt8(ascii: "_") { return false }
        return first == 0 || !(before(first).elementsEqual([.dot]) || before(first).elementsEqual([.dash]))
    }
}

extension NumberRun {
    /// A resident id: 18 digits, the last of which may be X, bare or with one kind of sign between; or 15 bare ones.
    func residentID(from first: Int) -> Part? {
        for last in lasts(from: first) {
            let range = groups[first].lowerBound..<groups[last].upperBound
            var digits = values(first, last)
            guard digits.count <= 18 else { return nil }
            guard first == last || groups[first].count == 6 && separator(first, last) != nil else { continue }
            if digits.count == 17, hasX(at: range.upperBound) {
                digits.append(10)
                if isWholeBefore(first), CheckDigits.isResidentID(digits) {
                    return Part(first: first, last: last, range: range.lowerBound..<range.upperBound + 1)
                }
            }
            guard digits.count == 18 || digits.count == 15 && first == last, isWhole(first, last) else { continue }
            if digits.count == 15, PaymentCards.isCard(digits) || isOther(first) { continue }
            if CheckDigits.isResidentID(digits) { return Part(first: first, last: last, range: range) }
        }
        return nil
    }

    /// Whether words before a group say that it is no id: old ids have no check digit, and an IMEI may read like one.
    private func isOther(_ first: Int) -> Bool {
        PhoneContext(before: groups[first].lowerBound, in: bytes) == .other
    }

    /// A payment card, bare or in the groups that are printed on cards.
    func card(from first: Int) -> Part? {
        for last in lasts(from: first).reversed() {
            let lengths = groups[first...last].map(\.count)
            guard (13...19).contains(lengths.reduce(0, +)), PaymentCards.isGrouping(lengths),
                first == last || [.blank, .dash].contains(separator(first, last)), isWhole(first, last)
            else { continue }
            guard PaymentCards.isCard(values(first, last)) else { continue }
            return Part(first: first, last: last, range: groups[first].lowerBound..<groups[last].upperBound)
        }
        return nil
    }

    private func hasX(at index: Int) -> Bool {
        index < bytes.count && bytes[index] | 0x20 == UInt8(ascii: "x")
            && (index + 1 == bytes.count || !bytes[index + 1].isLetterOrDigit)
    }

    private func isWholeBefore(_ first: Int) -> Bool {
        let start = groups[first].lowerBound
        return start == 0 || !bytes[start - 1].isLetter && bytes[start - 1] != UInt8(ascii: "_")
    }
}
