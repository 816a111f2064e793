internal import Foundation
internal import GRDB

/// Counts turns in the order in which they were said, each once, whatever it is counted by.
struct TurnTally {
    private let range: Range<Double>
    private var weeks: WeekTally
    private var models: ModelTally
    private var conversations: Set<String> = []
    private var importedConversations: Set<String> = []
    private var (turns, messages, importedTurns) = (0, 0, 0)
    private var routes: [String: Int] = [:]
    private var outcomes = OutcomeCounts()
    private var intents: [String: OutcomeCounts] = [:]
    private var entries: [String: OutcomeCounts] = [:]
    /// What the last two replies of each conversation told, the last one first.
    private var told: [String: [String?]] = [:]

    /// `range` are seconds since 1970; what was said before is read for what is asked again.
    init(_ range: Range<Double>, calendar: Calendar, promotions: [Promotion]) {
        self.range = range
        weeks = WeekTally(calendar)
        models = ModelTally(promotions)
    }

    /// What is read of each turn, in this order.
    static let columns = "conversation, speaker, time, imported, intent, route, answer_id, feedback"

    /// Counts the next turn.
    mutating func add(_ row: Row) {
        let (conversation, speaker, time, isImported): (String, String, Double, Bool) = (row[0], row[1], row[2], row[3])
        guard !isImported else {
            if range.contains(time) {
                importedTurns += 1
                importedConversations.insert(conversation)
            }
            return
        }
        if range.contains(time) {
            turns += 1
            conversations.insert(conversation)
            if speaker == Turn.Speaker.customer.rawValue { messages += 1 }
        }
        if speaker == Turn.Speaker.bot.rawValue { addReply(row, conversation, time) }
    }

    private mutating func addReply(_ row: Row, _ conversation: String, _ time: Double) {
        let (intent, route, entry, feedback): (String?, String?, String?, String?) = (row[4], row[5], row[6], row[7])
        let isAgain = tell(entry.map { "entry " + $0 } ?? intent.map { "intent " + $0 }, route, in: conversation)
        guard range.contains(time) else { return }
        func count(_ counts: inout OutcomeCounts) {
            counts.add(route: route, feedback: feedback, isAskedAgain: isAgain)
        }
        routes[route ?? "other", default: 0] += 1
        count(&outcomes)
        if let intent { count(&intents[intent, default: OutcomeCounts()]) }
        if let entry { count(&entries[entry, default: OutcomeCounts()]) }
        weeks.add(at: time, count)
        models.add(at: time, count)
    }

    /// Notes what a reply tells; returns whether one of the two before it told the same.
    ///
    /// A question for a slot tells nothing: the message after it is wanted.
    private mutating func tell(_ topic: String?, _ route: String?, in conversation: String) -> Bool {
        let before = told[conversation] ?? []
        let isAnswer = route == "template" || route == "knowledge"
        told[conversation] = [isAnswer ? topic : nil] + before.prefix(1)
        return topic.map { before.contains($0) } ?? false
    }

    /// The statistics of what was counted.
    func statistics(corrections: Int) -> ConversationStatistics {
        ConversationStatistics(
            conversations: conversations.count, turns: turns, messages: messages, routes: routes, outcomes: outcomes,
            corrections: corrections, importedConversations: importedConversations.count,
            importedTurns: importedTurns, intents: Self.ranked(intents), entries: Self.ranked(entries),
            weeks: weeks.weeks, models: models.periods)
    }

    private static func ranked(_ counts: [String: OutcomeCounts]) -> [ConversationStatistics.Count] {
        counts.map { ConversationStatistics.Count(name: $0.key, outcomes: $0.value) }
            .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    }
}

/// Counts replies by the week in which they were given.
private struct WeekTally {
    private let calendar: Calendar
    private var counts: [Date: OutcomeCounts] = [:]
    /// The week of the last reply: the next one is mostly of the same.
    private var week = DateInterval(start: .distantPast, duration: 0)

    init(_ calendar: Calendar) {
        self.calendar = calendar
    }

    mutating func add(at time: Double, _ count: (inout OutcomeCounts) -> Void) {
        let date = Date(timeIntervalSince1970: time)
        if date < week.start || date >= week.end {
            week = calendar.dateInterval(of: .weekOfYear, for: date) ?? DateInterval(start: date, duration: 1)
        }
        count(&counts[week.start, default: OutcomeCounts()])
    }

    var weeks: [ConversationStatistics.Week] {
        counts.sorted { $0.key < $1.key }.map { start, outcomes in
            let parts = calendar.dateComponents([.yearForWeekOfYear, .weekOfYear], from: start)
            let name = String(format: "%04d-W%02d", parts.yearForWeekOfYear ?? 0, parts.weekOfYear ?? 0)
            return ConversationStatistics.Week(start: start, name: name, outcomes: outcomes)
        }
    }
}

/// Counts replies by the model that answered when they were given.
private struct ModelTally {
    private let promotions: [Promotion]
    private let times: [Double]
    /// Of the time before the first promotion, then of the time from each on.
    private var counts: [OutcomeCounts]
    private var current = 0

    /// `promotions` by their times; one that changed nothing is none.
    init(_ promotions: [Promotion]) {
        self.promotions = promotions.enumerated().filter { place, promotion in
            place == 0 || promotions[place - 1].model != promotion.model
        }.map(\.element)
        times = self.promotions.map(\.time.timeIntervalSince1970)
        counts = [OutcomeCounts](repeating: OutcomeCounts(), count: times.count + 1)
    }

    mutating func add(at time: Double, _ count: (inout OutcomeCounts) -> Void) {
        while current < times.count, times[current] <= time { current += 1 }
        while current > 0, times[current - 1] > time { current -= 1 }
        count(&counts[current])
    }

    /// Those in which there was a reply; a model that came back before another gave any goes on.
    var periods: [ConversationStatistics.ModelPeriod] {
        counts.indices.filter { counts[$0].replies > 0 }.reduce(into: []) { periods, place in
            let promotion = place > 0 ? promotions[place - 1] : nil
            if let last = periods.last, last.model == promotion?.model {
                periods[periods.count - 1] = ConversationStatistics.ModelPeriod(
                    model: last.model, start: last.start, outcomes: last.outcomes.adding(counts[place]))
            } else {
                periods.append(
                    ConversationStatistics.ModelPeriod(
                        model: promotion?.model, start: promotion?.time, outcomes: counts[place]))
            }
        }
    }
}
