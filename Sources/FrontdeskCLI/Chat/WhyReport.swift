internal import Foundation
internal import Frontdesk

/// What `/why` shows: the rule that decided, the ranking, the nearest examples, the knowledge found.
struct WhyReport {
    private let explanation: Explanation
    private static let columns: [Table.Column] = [
        .init(), .init(.right), .init(shrinks: true), .init(shrinks: true), .init(shrinks: true),
    ]

    init(_ explanation: Explanation) {
        self.explanation = explanation
    }

    /// The report: each part a table of its own, all of them beginning in the same columns.
    func lines(limit: Int) -> [StyledText] {
        wrapped("\(explanation.route): \(explanation.rule)", limit, nil)
            + section("ranking", ranking, limit) + section("examples", neighbours, limit)
            + section("knowledge", hits, limit) + wrapped(figures, limit, .faint)
    }

    private func wrapped(_ text: String, _ limit: Int, _ style: StyledText.Style?) -> [StyledText] {
        WrappedText.lines(VisibleText.of(text), limit: limit == .max ? limit : limit - 2)
            .map { "  \($0, style)" }
    }

    private var ranking: [[Table.Cell]] {
        explanation.ranking.prefix(5).enumerated().map { index, ranked in
            [
                .init(Self.figure(ranked.confidence)), .init(ranked.intent, index == 0 ? .strong : nil),
                .init(Self.bar(ranked.confidence), .good),
            ]
        }
    }

    private var neighbours: [[Table.Cell]] {
        explanation.neighbours.prefix(5).map { neighbour in
            [
                .init(Self.figure(neighbour.similarity)), .init(neighbour.text), .init(neighbour.intent),
                .init(neighbour.location?.description ?? "correction", .faint),
            ]
        }
    }

    private var hits: [[Table.Cell]] {
        explanation.hits.prefix(5).map { hit in
            [
                .init(Self.figure(hit.confidence)), .init(hit.question), .init(hit.id),
                .init(hit.location.description, .faint),
            ]
        }
    }

    private var figures: String {
        let named = explanation.thresholds.sorted { $0.key < $1.key }.map { "\($0.key) \(Self.figure($0.value))" }
        return (["out of scope \(Self.figure(explanation.outOfScope))"] + named).joined(separator: " · ")
    }

    /// The rows of a part, its name before the first.
    private func section(_ name: String, _ rows: [[Table.Cell]], _ limit: Int) -> [StyledText] {
        var table = Table(Self.columns, indent: 2)
        let width = 9
        table.rows = rows.enumerated().map { index, row in
            let title = index == 0 ? name : ""
            return [.init(title + String(repeating: " ", count: width - title.count), .faint)] + row
        }
        return table.lines(limit: limit)
    }

    private static func figure(_ value: Double) -> String {
        String(format: "%.2f", value)
    }

    /// Ten cells for certainty; a little is shown as a little.
    private static func bar(_ confidence: Double) -> String {
        let eighths = Int((min(max(confidence, 0), 1) * 80).rounded())
        let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
        return String(repeating: "█", count: eighths / 8) + partial
    }
}
