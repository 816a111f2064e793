/// Telephone numbers among groups of digits: international ones, and national ones as several countries write them.
///
/// Numbers that cost the caller nothing or more than others (0800, 400, 1-800) are a company's, and stay.
struct PhoneNumber {
    private let run: NumberRun
    private let first: Int

    /// The telephone number that begins at a group.
    static func find(in run: NumberRun, from first: Int) -> NumberRun.Part? {
        let number = PhoneNumber(run: run, first: first)
        guard number.mayBegin else { return nil }
        let last =
            number.isSigned
            ? number.international(skipping: 0)
            : number.chinese ?? number.northAmerican ?? number.abroad ?? number.national ?? number.local
        return last.map {
            NumberRun.Part(first: first, last: $0, range: number.start(to: $0)..<run.groups[$0].upperBound)
        }
    }

    // MARK: What stands around

    private var begin: Int { run.groups[first].lowerBound }

    /// The byte before the digits and the bracket before them.
    private var sign: UInt8? {
        var index = begin - 1
        while index >= 0, run.bytes[index] == .opening { index -= 1 }
        return index >= 0 ? run.bytes[index] : nil
    }

    /// Behind a plus sign that itself stands behind no letter or digit.
    private var isSigned: Bool {
        var index = begin - 1
        while index >= 0, run.bytes[index] == .opening || run.bytes[index] == .blank { index -= 1 }
        guard index >= 0, run.bytes[index] == .plus else { return false }
        return index == 0 || !run.bytes[index - 1].isLetterOrDigit
    }

    /// Not behind a sign of money or a number sign, nor behind a letter but one of a word such as "tel".
    private var mayBegin: Bool {
        guard let sign else { return true }
        if [UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "_"), UInt8(ascii: "*")].contains(sign) { return false }
        if sign.isLetter { return PhoneContext(before: begin, in: run.bytes) == .phone }
        return first == 0 || !(run.before(first).elementsEqual([.dash]) || run.before(first).elementsEqual([.dot]))
    }

    /// Where the number begins as it is written: with its plus sign, and a bracket that is closed within it.
    private func start(to last: Int) -> Int {
        let closes = first < last && ((first + 1)...last).contains { run.before($0).contains(.closing) }
        var start = begin
        if start > 0, run.bytes[start - 1] == .opening, closes { start -= 1 }
        if isSigned {
            while run.bytes[start] != .plus { start -= 1 }
            if start > 0, run.bytes[start - 1] == .opening, closes { start -= 1 }
        }
        return start
    }

    private func digits(to last: Int) -> [UInt8] { run.values(first, last) }
    private func lengths(to last: Int) -> [Int] { run.groups[first...last].map(\.count) }
    private var lasts: Range<Int> { run.lasts(from: first) }

    /// Whether words before the number say that it is of another kind.
    private var isOther: Bool { PhoneContext(before: begin, in: run.bytes) == .other }
    private var isCalledPhone: Bool { PhoneContext(before: begin, in: run.bytes) == .phone }

    /// No letter follows, nor more of a decimal number.
    private func ends(_ last: Int) -> Bool {
        let end = run.groups[last].upperBound
        if end < run.bytes.count, run.bytes[end].isLetter || run.bytes[end] == UInt8(ascii: "_") { return false }
        return last + 1 == run.groups.count || !run.before(last + 1).elementsEqual([.dot])
    }

    // MARK: International

    /// The last group of a number with a country's code, behind so many digits that lead abroad.
    private func international(skipping skipped: Int) -> Int? {
        var best: Int?
        for last in lasts {
            let digits = digits(to: last).dropFirst(skipped)
            guard digits.count <= 15, let code = CountryCodes.code(of: digits) else { break }
            let isFree = digits.dropFirst(code.length).starts(with: [8, 0, 0])
            // A nought in brackets is left out by those who call from abroad.
            let trunk = hasTrunk(to: last) ? 1 : 0
            let following = digits.count - code.length - trunk
            if following > code.following.upperBound || isFree { break }
            if best != nil, isDateOrTime(last) { break }
            if code.following.contains(following), ends(last) { best = last }
        }
        return best
    }

    private func hasTrunk(to last: Int) -> Bool {
        guard last > first else { return false }
        return ((first + 1)...last).contains { group in
            run.before(group).last == .opening && run.bytes[run.groups[group].lowerBound] == 0x30
        }
    }

    /// A group that begins something else behind a number: a year, or a lone number of one or two digits behind a blank.
    private func isDateOrTime(_ group: Int) -> Bool {
        let digits = run.values(group, group)
        if digits.count == 4, digits[0] == 2, digits[1] == 0, run.before(group).contains(.blank) { return true }
        let previous = run.groups[group - 1].count
        return digits.count < 3 && previous > 2 && group + 1 == run.groups.count && run.before(group).contains(.blank)
            && run.groups[first..<group].reduce(0, { $0 + $1.count }) > 10
    }

    /// As from Europe and China: two noughts and the country's code.
    private var abroad: Int? {
        let start = digits(to: first)
        guard start.count > 2, start[0] == 0, start[1] == 0, start[2] != 0, !isOther else { return nil }
        // A code does not go on behind a blank or dash: 006-2345678901 is an airline's ticket.
        let code = lasts.last.flatMap { CountryCodes.code(of: digits(to: $0).dropFirst(2)) }
        guard let code, code.length <= start.count - 2 else { return nil }
        return international(skipping: 2)
    }

    // MARK: National

    /// Chinese mobile numbers: eleven digits from 13 to 19, also behind 86, 0086 or a nought.
    private var chinese: Int? {
        for last in lasts {
            var digits = digits(to: last)[...]
            if digits.count > 15 { return nil }
            if digits.starts(with: [0, 0, 8, 6]) { digits = digits.dropFirst(4) }
            if digits.starts(with: [8, 6]) { digits = digits.dropFirst(2) }
            if digits.count == 12, digits.first == 0 { digits = digits.dropFirst() }
            guard digits.count == 11, digits[digits.startIndex] == 1, (3...9).contains(digits[digits.startIndex + 1])
            else { continue }
            let isBare = first == last
            guard ends(last), !(isBare && isOther), isBare || hasMobileGroups(to: last) else { return nil }
            return last
        }
        return nil
    }

    /// Three, four and four digits, three and eight, or each for itself; the code before them counts for nothing.
    private func hasMobileGroups(to last: Int) -> Bool {
        var lengths = lengths(to: last)
        let start = run.values(first, first)
        if [[8, 6], [0, 0, 8, 6]].contains(start) { lengths.removeFirst() }
        if lengths.count > 1, lengths[0] < 3, lengths[1] == 3 { lengths.removeFirst() }
        return [[11], [12], [3, 4, 4], [3, 8], [7, 4], [3, 3, 5], [4, 4, 4]].contains(lengths)
            || lengths.allSatisfy { $0 == 1 }
    }

    /// Three, three and four digits, perhaps behind a one; bare ones only where a word says so.
    private var northAmerican: Int? {
        var group = first
        if run.values(group, group) == [1], run.groups.count > first + 3 { group += 1 }
        let last = run.groups[group].count == 10 ? group : group + 2
        guard last < run.groups.count, ends(last) else { return nil }
        let digits = run.values(group, last)
        guard digits.count == 10, digits[0] > 1, digits[3] > 1, !(digits[0] == 8 && digits[1] == digits[2]) else {
            return nil
        }
        // 400 is no area's code, but that of Chinese companies.
        guard !digits.starts(with: [4, 0, 0]), !(digits[1] == 1 && digits[2] == 1) else { return nil }
        if group == last { return isCalledPhone ? last : nil }
        let lengths = run.groups[group...last].map(\.count)
        return lengths == [3, 3, 4] && !isOther ? last : nil
    }

    /// A nought and eight to eleven digits, as in most of Europe, in Australia, and in China with an area code.
    private var national: Int? {
        let start = run.values(first, first)
        guard start[0] == 0, start.count == 1 || start[1] != 0, !isDate, first < run.groups.count else { return nil }
        guard start.count > 1 || isBracketed else { return nil }
        if run.groups.count > first + 1, start.count == 1, run.before(first + 1).elementsEqual([.dot]) { return nil }
        let fewest = isGermanMobile ? 11 : 10
        var longest: Int?
        for last in lasts {
            let digits = digits(to: last)
            if digits.count > 12 { break }
            guard digits.count > 8, ends(last) else { continue }
            if Self.isCompany(digits) || first == last && (isOther || digits.count == 12 && !isCalledPhone) {
                return nil
            }
            if digits.count >= fewest { return last }
            longest = last
        }
        return longest
    }

    /// As in (020) and (0)20.
    private var isBracketed: Bool {
        begin > 0 && run.bytes[begin - 1] == .opening && first + 1 < run.groups.count
            && run.before(first + 1).first == .closing
    }

    private var isGermanMobile: Bool {
        let start = lasts.last.map { digits(to: $0).prefix(3) } ?? []
        return start.starts(with: [0, 1]) && start.last.map { (5...7).contains($0) } == true
    }

    /// Calls that are free or dear: 0800, 0808, 0900, 0906, 0909.
    private static func isCompany(_ digits: [UInt8]) -> Bool {
        digits[0] == 0 && digits[2] == 0 && (digits[1] == 8 && [0, 8].contains(digits[3]) || digits[1] == 9)
    }

    /// Day, month and year.
    private var isDate: Bool {
        guard first + 2 < run.groups.count else { return false }
        let lengths = lengths(to: first + 2)
        return lengths == [2, 2, 4] || lengths == [2, 2, 2] && first + 3 == run.groups.count
    }

    /// Seven or eight digits are a number of the same town where a word says so.
    private var local: Int? {
        for last in lasts.prefix(2) where ends(last) && (last + 1 == run.groups.count || first == last) {
            guard [[7], [8], [3, 4], [4, 4]].contains(lengths(to: last)) else { continue }
            let digits = digits(to: last)
            let number = { (range: Range<Int>) in digits[range].reduce(0) { $0 * 10 + Int($1) } }
            if digits.count == 8, CheckDigits.isDate(number(0..<4), number(4..<6), number(6..<8)) { return nil }
            if digits[0] > 1, !digits.starts(with: [8, 0, 0]), isCalledPhone { return last }
        }
        return nil
    }
}
