import Frontdesk
import Testing

@Suite struct RoutingReportTests {
    /// The report of messages in scope with these outcomes; those that are handed over belong to a person.
    private func report(_ outcomes: [RoutingReport.Outcome], outOfScope: Int = 0) throws -> RoutingReport {
        let lines =
            outcomes.map { _ in #"{"text": "x", "intent": "a"}"# }
            + Array(repeating: #"{"text": "y"}"#, count: outOfScope)
        let messages = try EvaluationMessage.read(lines.joined(separator: "\n"), named: "m.jsonl", intents: ["a"])
        let all = outcomes + Array(repeating: RoutingReport.Outcome.unanswered, count: outOfScope)
        return RoutingReport(
            zip(messages, all).map { message, outcome in
                RoutingReport.Judged(message: message, outcome: outcome, belongsToPerson: outcome == .handedOver)
            })
    }

    @Test func whatBecomesOfMessagesInScopeAddsUp() throws {
        let report = try report(
            [.right, .right, .wrong, .clarified, .misclarified, .handedOver, .falseHandoff, .unanswered],
            outOfScope: 3)
        #expect(report.right == 0.25 && report.wrong == 0.125 && report.clarified == 0.25)
        #expect(report.handedOver == 0.25 && report.unanswered == 0.125)
        // Of the seven that do not belong to a person; a choice with the right one in it counts.
        #expect(report.automation == 3.0 / 7 && report.falseHandoffs == 1.0 / 7 && report.handoffRecall == 1)
        #expect(report.outOfScopeRejected == ["all": 1])
    }

    @Test func aFigureWithoutMessagesIsNone() throws {
        let outside = try report([], outOfScope: 2)
        #expect(outside.right == nil && outside.unanswered == nil && outside.automation == nil)
        #expect(
            RoutingReport.rows(of: [outside]).map(\.name)
                == ["messages in scope", "messages out of scope", "not answered, all"])
        let inside = try report([.right])
        #expect(inside.handoffRecall == nil && inside.falseHandoffs == 0)
        #expect(!RoutingReport.rows(of: [inside]).contains { $0.name == "reach a person as they should" })
    }

    @Test func aRowThatOneReportHasStaysEmptyForTheOthers() throws {
        let rows = RoutingReport.rows(of: [try report([.right, .handedOver]), try report([.right])])
        let row = try #require(rows.first { $0.name == "reach a person as they should" })
        #expect(row.texts == ["100.0 %", ""])
    }
}
