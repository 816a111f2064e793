internal import Foundation

/// A number of a spreadsheet as people read it.
enum SpreadsheetNumber {
    /// The text for a number as the file has it; what is no number stays as it is.
    static func text(_ raw: String, _ format: SpreadsheetStyles.Format, from1904: Bool) -> String {
        guard let number = Double(raw), number.isFinite else { return raw }
        switch format {
        case .plain: return plain(number)
        case .percent: return plain((number * 1e12).rounded() / 1e10) + "%"
        case .date(let hasDay, let hasTime):
            // Negative numbers and those behind the year 9999 are shown as hashes, so they cannot be meant as days.
            guard 0..<2_958_466 ~= number else { return plain(number) }
            return date(number, hasDay: hasDay, hasTime: hasTime, from1904: from1904)
        }
    }

    /// Without a fraction where it is none, and without the digits by which binary numbers miss decimal ones.
    static func plain(_ number: Double) -> String {
        if let whole = Int(exactly: number), whole.magnitude < 1 << 62 { return String(whole) }
        // Spreadsheets keep 15 digits.
        return "\(Double(String(format: "%.15g", number)) ?? number)"
    }

    private static func date(_ number: Double, hasDay: Bool, hasTime: Bool, from1904: Bool) -> String {
        let seconds = Int((number * 86_400).rounded())
        let (day, second) = (seconds / 86_400, seconds % 86_400)
        let time = clock(second)
        if !hasDay { return clock(seconds) }
        let date = calendarDay(day, from1904: from1904)
        return hasTime && second > 0 ? "\(date) \(time)" : date
    }

    /// Hours and minutes, and seconds where there are some; a duration may have more hours than a day.
    private static func clock(_ seconds: Int) -> String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let rest = seconds % 60
        return "\(two(seconds / 3600)):\(two(seconds / 60 % 60))" + (rest > 0 ? ":\(two(rest))" : "")
    }

    /// Days are counted from 1 January 1904, or from 1900 with a 29 February that the year never had.
    private static func calendarDay(_ day: Int, from1904: Bool) -> String {
        let origin = from1904 ? -24_107 : day > 59 ? -25_569 : -25_568
        let date = Date(timeIntervalSince1970: Double(day + origin) * 86_400)
        return date.formatted(.iso8601.year().month().day())
    }
}
