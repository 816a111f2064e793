/// Times as logs write them: ISO 8601 and what comes near it, and seconds or milliseconds since 1970.
enum LogTime {
    private static let secondsOfADay = 86_400
    /// Seconds from 1985 up to 2286: what is outside is no time of a chat, but may be a date without dashes.
    private static let plausible = 5e8..<1e10
    /// Numbers from here on are milliseconds.
    private static let milliseconds = 1e11

    /// Seconds since 1970; nil for what is no time. Without a zone it is UTC, without a clock the day's beginning.
    static func seconds(_ text: String) -> Double? {
        var scanner = Scanner(text)
        return number(text) ?? scanner.time()
    }

    /// `2026-11-21T09:30:00Z`, with milliseconds where there are some.
    static func text(_ seconds: Double) -> String {
        let all = Int((seconds * 1000).rounded())
        let (whole, fraction) = floored(all, 1000)
        let (day, second) = floored(whole, secondsOfADay)
        let date = civil(day)
        let clock = "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
        let rest = fraction == 0 ? "" : ".\(String(fraction + 1000).dropFirst())"
        return "\(String(date.year + 10_000).dropFirst())-\(two(date.month))-\(two(date.day))T\(clock)\(rest)Z"
    }

    private static func number(_ text: String) -> Double? {
        guard text.utf8.allSatisfy({ 0x30...0x39 ~= $0 || $0 == 0x2E }), let number = Double(text) else { return nil }
        let seconds = number >= milliseconds ? number / 1000 : number
        return plausible.contains(seconds) ? seconds : nil
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func floored(_ number: Int, _ divisor: Int) -> (quotient: Int, rest: Int) {
        let rest = (number % divisor + divisor) % divisor
        return ((number - rest) / divisor, rest)
    }

    /// Days since 1970 of a date of the Gregorian calendar (Howard Hinnant, "chrono-compatible low-level date algorithms").
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let era = floored(shifted, 400).quotient
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The date of a day since 1970, by the same source.
    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let (era, dayOfEra) = floored(days + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
}

extension LogTime {
    /// Reads `2026-11-21 09:30`, `2026/11/21 9:30:05.250`, `2026年11月21日 9:30`, `2026-11-21T09:30:00+08:00`.
    private struct Scanner {
        private var rest: ArraySlice<UInt8>

        init(_ text: String) {
            let isPlain = text.utf8.allSatisfy { $0 < 0x80 }
            let plain =
                isPlain
                ? text : text.replacing("年", with: "-").replacing("月", with: "-").replacing("日", with: " ").trimmed
            rest = Array(plain.utf8)[...]
        }

        mutating func time() -> Double? {
            guard let year = digits(4...4), let separator = take("-/."), let month = digits(1...2),
                take(separator), let day = digits(1...2), 1...12 ~= month, 1...Self.length(of: month, year) ~= day
            else { return nil }
            let start = Double(LogTime.days(year, month, day) * secondsOfADay)
            if rest.isEmpty { return start }
            guard take("T ") != nil else { return nil }
            skipSpaces()
            guard let clock = clock(), let offset = zone(), rest.isEmpty else { return nil }
            return start + clock - offset
        }

        private mutating func clock() -> Double? {
            guard let hour = digits(1...2), take(":") != nil, let minute = digits(2...2), hour < 24, minute < 60 else {
                return nil
            }
            var clock = Double(hour * 3600 + minute * 60)
            guard take(":") != nil else { return clock }
            guard let second = digits(2...2), second <= 60 else { return nil }
            clock += Double(second)
            guard take(".,") != nil else { return clock }
            let length = rest.prefix { 0x30...0x39 ~= $0 }.count
            guard 1...9 ~= length, let fraction = digits(length...length) else { return nil }
            return clock + Double(fraction) / (0..<length).reduce(1.0) { scale, _ in scale * 10 }
        }

        /// The seconds that the zone is ahead of UTC; nought without one.
        private mutating func zone() -> Double? {
            skipSpaces()
            if rest.isEmpty { return 0 }
            for name in ["Z", "z", "UTC", "GMT"] where rest.elementsEqual(name.utf8) {
                rest = []
                return 0
            }
            guard let sign = take("+-"), let hours = digits(2...2) else { return nil }
            _ = take(":")
            let minutes = rest.isEmpty ? 0 : digits(2...2)
            guard let minutes, hours < 24, minutes < 60 else { return nil }
            let seconds = Double(hours * 3600 + minutes * 60)
            return sign == UInt8(ascii: "-") ? -seconds : seconds
        }

        private mutating func digits(_ lengths: ClosedRange<Int>) -> Int? {
            let digits = rest.prefix(lengths.upperBound).prefix { 0x30...0x39 ~= $0 }
            guard lengths.contains(digits.count) else { return nil }
            rest = rest.dropFirst(digits.count)
            return digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
        }

        private mutating func take(_ characters: String) -> UInt8? {
            guard let first = rest.first, characters.utf8.contains(first) else { return nil }
            rest = rest.dropFirst()
            return first
        }

        private mutating func take(_ byte: UInt8) -> Bool {
            guard rest.first == byte else { return false }
            rest = rest.dropFirst()
            return true
        }

        private mutating func skipSpaces() {
            rest = rest.drop { $0 == UInt8(ascii: " ") }
        }

        private static func length(of month: Int, _ year: Int) -> Int {
            if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
            return [4, 6, 9, 11].contains(month) ? 30 : 31
        }
    }
}
