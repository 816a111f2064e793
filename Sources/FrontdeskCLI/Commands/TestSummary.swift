internal import Foundation
internal import Frontdesk

/// What `test` prints: the figures in columns, a column for each language.
struct TestSummary: Encodable {
    let report: TestReport?
    /// What only `report.json` holds.
    var details: TestDetails?
    let retrieval: RetrievalReport?
    /// What `report.json` leaves out: each miss, and how the figures differ from the last ones.
    var search: SearchSummary?
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
        try details?.encode(to: encoder)
        try retrieval?.encode(to: encoder)
        try search?.encode(to: encoder)
        guard !conversations.isEmpty else { return }
        var container = encoder.container(keyedBy: CodingKeys.self)
        let passed = conversations.count { $0.passed }
        try container.encode(
            Conversations(
                passed: passed, failed: conversations.count - passed, failures: conversations.compactMap(\.failure)),
            forKey: .conversations)
    }

    func lines(limit: Int) -> [StyledText] {
        (report.map { routing($0, limit) + UnderstandingSummary(report: $0).lines(limit: limit) } ?? [])
            + (search?.lines(limit: limit) ?? []) + conversationLines
    }

    private func routing(_ report: TestReport, _ limit: Int) -> [StyledText] {
        let languages = report.languages.count > 1 ? report.languages.sorted { $0.key < $1.key } : []
        let columns = [("all", report.routing)] + languages.map { ($0.key, $0.value) }
        var table = Table([.init()] + columns.map { _ in .init(.right) }, indent: 2)
        table.rows.append([.init("")] + columns.map { .init($0.0, .faint) })
        table.rows += RoutingReport.rows(of: columns.map(\.1)).map { name, texts in
            [.init(name)] + texts.map { .init($0) }
        }
        return table.lines(limit: limit)
    }

    private var conversationLines: [StyledText] {
        guard !conversations.isEmpty else { return [] }
        let passed = conversations.count { $0.passed }
        let all = Count.of(
            conversations.count, "conversation goes as it should", "conversations go as they should")
        let title: StyledText = "  \(passed) of \(all)"
        return [title]
            + conversations.compactMap { outcome in
                outcome.failure.map { "  \(outcome.name, .bad): \($0)" }
            }
    }
}
