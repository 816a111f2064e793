internal import Foundation
internal import Frontdesk

/// What `test` prints: the figures in columns, a column for each language.
struct TestSummary: Encodable {
    let report: TestReport?
    let retrieval: RetrievalReport?
    let conversations: [ConversationTest.Outcome]

    private struct Conversations: Encodable {
        let passed: Int
        let failed: Int
        let failures: [String]
    }

    private enum CodingKeys: String, CodingKey {
        case conversations
    }

    /// The reports' own keys, and beside them the conversations.
    func encode(to encoder: any Encoder) throws {
        try report?.encode(to: encoder)
        try retrieval?.encode(to: encoder)
        guard !conversations.isEmpty else { return }
        var container = encoder.container(keyedBy: CodingKeys.self)
        let passed = conversations.count { $0.passed }
        try container.encode(
            Conversations(
                passed: passed, failed: conversations.count - passed, failures: conversations.compactMap(\.failure)),
            forKey: .conversations)
    }

    func lines(limit: Int) -> [StyledText] {
        (report.map { routing($0, limit) + understanding($0, limit) } ?? [])
            + (retrieval.map { search($0, limit) } ?? []) + conversationLines
    }

    private func search(_ report: RetrievalReport, _ limit: Int) -> [StyledText] {
        var table = Table([.init(), .init(.right)], indent: 2)
        table.rows = [[.init("queries"), .init(String(report.queries))]]
        let figures = [
            ("MAP", report.map), ("MRR", report.mrr), ("NDCG, first 3", report.ndcg3),
            ("NDCG, first 10", report.ndcg10), ("precision, first", report.precision1),
            ("precision, first 5", report.precision5), ("recall, first 10", report.recall10),
        ]
        table.rows += figures.map { [.init($0), .init(String(format: "%.3f", $1))] }
        table.rows.append([.init("milliseconds a query"), .init(String(format: "%.1f", report.millisecondsPerQuery))])
        return table.lines(limit: limit)
    }

    private func routing(_ report: TestReport, _ limit: Int) -> [StyledText] {
        let languages = report.languages.count > 1 ? report.languages.sorted { $0.key < $1.key } : []
        let columns = [("all", report.routing)] + languages.map { ($0.key, $0.value) }
        var table = Table([.init()] + columns.map { _ in .init(.right) }, indent: 2)
        func row(_ name: String, _ figure: (RoutingReport) -> String) {
            table.rows.append([.init(name)] + columns.map { .init(figure($0.1)) })
        }
        table.rows.append([.init("")] + columns.map { .init($0.0, .faint) })
        row("messages in scope") { String($0.inScope) }
        row("answered rightly without a person") { Percent.of($0.automation) }
        row("answered wrongly") { Percent.of($0.wrong) }
        row("asked which is meant") { Percent.of($0.clarified) }
        row("reach a person as they should") { Percent.of($0.handoffRecall) }
        row("reach a person without need") { Percent.of($0.falseHandoffs) }
        row("messages out of scope") { String($0.outOfScope) }
        for kind in report.routing.outOfScopeRejected.keys.sorted() {
            row("not answered, \(kind)") { $0.outOfScopeRejected[kind].map(Percent.of) ?? "" }
        }
        return table.lines(limit: limit)
    }

    private func understanding(_ report: TestReport, _ limit: Int) -> [StyledText] {
        var figures = [
            "accuracy \(Percent.of(report.accuracy))", "macro F1 \(Percent.of(report.macroF1))",
            "calibration error \(Percent.of(report.expectedCalibrationError))",
            "at 3 % wrong \(Percent.of(report.automationAt3PercentWrong)) answered",
        ]
        if let outside = report.outOfScope { figures.append(String(format: "out of scope AUROC %.3f", outside.auroc)) }
        figures.append(String(format: "%.1f s", report.seconds))
        return WrappedText.lines(figures.joined(separator: " · "), limit: limit == .max ? limit : limit - 2)
            .map { "  \($0, .faint)" }
    }

    private var conversationLines: [StyledText] {
        guard !conversations.isEmpty else { return [] }
        let passed = conversations.count { $0.passed }
        let title: StyledText = "  \(passed) of \(conversations.count) conversations go as they should"
        return [title]
            + conversations.compactMap { outcome in
                outcome.failure.map { "  \(outcome.name, .bad): \($0)" }
            }
    }
}
