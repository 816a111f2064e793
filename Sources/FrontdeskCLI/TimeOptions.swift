internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// The time that a command is about: the last days, or from one day to another.
struct TimeOptions: ParsableArguments {
    @Option(help: "Only the last days.")
    var days: Int?

    @Option(help: ArgumentHelp("From that day on, such as 2026-11-01.", valueName: "day"))
    var since: Day?

    @Option(help: ArgumentHelp("Up to that day and with it.", valueName: "day"))
    var until: Day?

    /// A day where the command runs.
    struct Day: ExpressibleByArgument {
        let text: String
        let beginning: Date

        /// Nil for what is no day of the calendar, written as 2026-11-01.
        init?(argument: String) {
            let style = Date.ISO8601FormatStyle(timeZone: .current).year().month().day()
            guard argument.count == 10, let date = try? style.parse(argument), date.formatted(style) == argument else {
                return nil
            }
            text = argument
            beginning = date
        }

        /// When the next day begins.
        var end: Date {
            Calendar(identifier: .iso8601).date(byAdding: .day, value: 1, to: beginning) ?? beginning
        }
    }

    func validate() throws {
        if let days, days < 1 { throw ValidationError("--days must be at least 1") }
        if days != nil, since != nil || until != nil {
            throw ValidationError("--days goes without --since and --until")
        }
        if let since, let until, since.beginning > until.beginning {
            throw ValidationError("--until is before --since")
        }
    }

    var isAll: Bool { days == nil && since == nil && until == nil }

    /// The first moment, nil where there is none.
    var beginning: Date? { since?.beginning ?? days.map { Date(timeIntervalSinceNow: -86_400 * Double($0)) } }

    /// The moment after the last, nil where there is none.
    var end: Date? { until?.end }

    /// The time in words.
    var words: String {
        if let days { return days == 1 ? "the last day" : "the last \(days) days" }
        let parts = [since.map { "from \($0.text)" }, until.map { "to \($0.text)" }].compactMap { $0 }
        return parts.isEmpty ? "from the beginning" : parts.joined(separator: " ")
    }
}
