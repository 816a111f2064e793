internal import Foundation

/// What became of messages week by week, with a mark where a model was promoted.
struct WeekPlots {
    private let statistics: ConversationStatistics
    private let calendar: Calendar

    init(_ statistics: ConversationStatistics, _ calendar: Calendar) {
        self.statistics = statistics
        self.calendar = calendar
    }

    var section: ReportSection {
        ReportSection(
            "Week by week",
            [
                .text(
                    "Shares of each week's replies. Where there are few, chance moves them: the tables have the counts."
                ),
                .pictures([
                    picture(
                        "Answered without a person", "The share of the replies that were answers.",
                        [(.answered, .good, false)]),
                    picture(
                        "Not answered", "Which is meant was asked, a person was told, or there was no answer.",
                        [(.clarified, .quiet, true), (.handedOver, .quiet, false), (.fellBack, .bad, false)]),
                    picture(
                        "Not content", "Asked again within two replies, and what people called bad.",
                        [(.askedAgain, .quiet, false), (.bad, .bad, false)]),
                ]),
            ])
    }

    private func picture(
        _ title: String, _ summary: String, _ lines: [(OutcomeCounts.Outcome, PlotTone, isDashed: Bool)]
    ) -> ReportSection.Picture {
        let weeks = statistics.weeks
        let series = lines.map { outcome, tone, isDashed in
            LinePlot.Series(
                outcome.words, tone, isDashed: isDashed,
                weeks.map { .init(place(of: $0.start) + 0.5, $0.outcomes.share(outcome)) })
        }
        let (first, last) = (weeks.first.map { place(of: $0.start) } ?? 0, weeks.last.map { place(of: $0.start) } ?? 0)
        let plot = LinePlot(
            title, summary: summary + (marks.isEmpty ? "" : " Dashed lines: a model was promoted."),
            x: PlotAxis("week from", .week, over: first...last + 1),
            y: PlotAxis("share of replies", .share, holding: series.flatMap { $0.points.map(\.y) }), series,
            marks: marks)
        let rows = weeks.map { week -> [ReportTable.Cell] in
            [.text(week.name), .number(String(week.outcomes.replies))]
                + lines.map { .number(Percent.of(week.outcomes.share($0.0))) }
        }
        return .init(plot, numbers: ReportTable(["week", "replies"] + lines.map(\.0.words), rows))
    }

    private var marks: [LinePlot.Mark] {
        statistics.models.compactMap { period in
            guard let model = period.model, let start = period.start else { return nil }
            return LinePlot.Mark(place(of: start), String(model.prefix(6)))
        }.filter { mark in statistics.weeks.first.map { mark.value >= place(of: $0.start) } ?? false }
    }

    /// Weeks since the first Monday of 2001, in the calendar's time.
    private func place(of date: Date) -> Double {
        let seconds = date.timeIntervalSinceReferenceDate + Double(calendar.timeZone.secondsFromGMT(for: date))
        return seconds / PlotAxis.secondsOfWeek
    }
}
