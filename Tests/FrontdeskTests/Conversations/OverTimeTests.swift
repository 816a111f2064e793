import Foundation
import Frontdesk
import Testing

@Suite("Statistics over time")
struct OverTimeTests {
    private let conversations: TestConversations
    private var store: ConversationStore { conversations.store }
    private let calendar: Calendar

    init() throws {
        conversations = try TestConversations()
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        self.calendar = calendar
    }

    private func date(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

    private func say(_ route: String, at time: String, intent: String? = nil, entry: String? = nil) throws {
        try conversations.say(in: "c", route, intent: intent, entry: entry, at: date(time))
    }

    @Test("Weeks begin on Monday and are numbered by ISO 8601, across the year's end")
    func weeks() throws {
        try say("template", at: "2026-12-27T23:59:59Z", intent: "a")
        try say("fallback", at: "2026-12-28T00:00:00Z")
        try say("handoff", at: "2027-01-03T23:59:59Z")
        try say("knowledge", at: "2027-01-11T12:00:00Z", entry: "b")
        let weeks = try store.statistics(calendar: calendar).weeks
        #expect(weeks.map(\.name) == ["2026-W52", "2026-W53", "2027-W02"])
        #expect(weeks.map(\.outcomes.replies) == [1, 2, 1])
        #expect(weeks.map { $0.outcomes[.answered] } == [1, 0, 1])
        #expect(try weeks[1].start == date("2026-12-28T00:00:00Z"))
    }

    @Test("The time goes from one moment up to another; what was said before tells what is asked again")
    func range() throws {
        for day in 1...4 { try say("template", at: "2026-06-0\(day)T12:00:00Z", intent: "a") }
        let some = try store.statistics(since: date("2026-06-02T12:00:00Z"), until: date("2026-06-04T12:00:00Z"))
        #expect([some.replies, some.messages, some.turns, some.askedAgain] as [Int] == [2, 2, 4, 2])
        #expect(some.intents.map { $0.outcomes[.askedAgain] } == [2])
        #expect(try store.unanswered(until: date("2026-06-01T00:00:00Z")).isEmpty)
    }

    @Test("A model's time begins when it is promoted and ends with the next one")
    func models() throws {
        try say("fallback", at: "2026-06-01T00:00:00Z")
        try say("fallback", at: "2026-06-02T00:00:00Z")
        try say("template", at: "2026-06-04T00:00:00Z", intent: "a")
        let promotions = try [("one", 2), ("one", 3), ("two", 4), ("three", 5)].map { model, day in
            Promotion(model: model, time: try date("2026-06-0\(day)T00:00:00Z"))
        }
        let periods = try store.statistics(promotions: promotions, calendar: calendar).models
        #expect(periods.map(\.model) == [nil, "one", "two"])
        #expect(periods.map { $0.outcomes[.fellBack] } == [1, 1, 0])
        #expect(try periods.map(\.start) == [nil, date("2026-06-02T00:00:00Z"), date("2026-06-04T00:00:00Z")])
    }

    @Test("A model that came back before another gave a reply is not compared with itself")
    func modelThatCameBack() throws {
        try say("fallback", at: "2026-06-01T00:00:00Z")
        try say("template", at: "2026-06-04T00:00:00Z", intent: "a")
        let promotions = try [("one", 1), ("two", 2), ("one", 3)].map { model, day in
            Promotion(model: model, time: try date("2026-06-0\(day)T00:00:00Z"))
        }
        let periods = try store.statistics(promotions: promotions, calendar: calendar).models
        #expect(periods.map(\.model) == ["one"] && periods.map(\.outcomes.replies) == [2])
        #expect(periods.map { [$0.outcomes[.fellBack], $0.outcomes[.answered]] } == [[1, 1]])
        #expect(try periods.map(\.start) == [date("2026-06-01T00:00:00Z")])
        #expect(ModelComparison.all(periods).isEmpty)
    }

    @Test("Two shares differ where chance seldom makes such a difference")
    func proportions() throws {
        // By hand: (0.6 − 0.5) / √(0.55 · 0.45 · 2/100) = 1.42, of which 0.155 lies beyond.
        let chance = try #require(Metrics.chanceOfDifference(60, of: 100, and: 50, of: 100))
        #expect(abs(chance - 0.1552) < 1e-3)
        #expect(try #require(Metrics.chanceOfDifference(600, of: 1000, and: 500, of: 1000)) < 1e-4)
        #expect(Metrics.chanceOfDifference(5, of: 10, and: 5, of: 10) == 1)
        #expect(Metrics.chanceOfDifference(0, of: 100, and: 2, of: 100) == nil)
        #expect(Metrics.chanceOfDifference(0, of: 0, and: 2, of: 100) == nil)
    }

    @Test("A comparison says what is within chance, what is not, and where there is too little to say")
    func comparison() throws {
        for number in 0..<40 {
            let time = number < 20 ? "2026-06-01T00:00:00Z" : "2026-06-03T00:00:00Z"
            let route = number % 20 < (number < 20 ? 6 : 15) ? "template" : "fallback"
            try conversations.say(in: "c\(number)", route, intent: "a", at: date(time))
        }
        let promotion = try Promotion(model: "one", time: date("2026-06-02T00:00:00Z"))
        let comparisons = try ModelComparison.all(store.statistics(promotions: [promotion]).models)
        let comparison = try #require(comparisons.first)
        #expect(comparisons.count == 1 && comparison.before.model == nil && comparison.after.model == "one")
        let verdicts = Dictionary(uniqueKeysWithValues: comparison.rows.map { ($0.outcome, $0.verdict) })
        #expect(verdicts[.answered] == "+45.0 points (p = 0.004)")
        #expect(verdicts[.bad] == "too few to say")
    }

    @Test("The page shows weeks with marks, models with their verdict, intents and entries, and nothing that runs")
    func page() throws {
        try say("template", at: "2026-06-01T00:00:00Z", intent: "<order>")
        try say("knowledge", at: "2026-06-10T00:00:00Z", entry: "b")
        let promotion = try Promotion(model: "abcdef01", time: date("2026-06-04T00:00:00Z"))
        let statistics = try store.statistics(promotions: [promotion], calendar: calendar)
        let page = StatisticsPage(
            bot: "shop", range: "from the beginning", made: try date("2026-06-11T00:00:00Z"), statistics,
            questions: ["b": "What & why?"], calendar: calendar)
        let read = ReadPage(page.page.html)
        #expect(read.problem == nil && read.all("script").isEmpty)
        for text in ["Week by week", "abcdef", "Models", "too few to say", "<order>", "What & why?", "2026-W24"] {
            #expect(read.text.contains(text), "\(text)")
        }
    }
}
