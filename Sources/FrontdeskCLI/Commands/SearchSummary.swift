internal import Foundation
internal import Frontdesk

/// What `test` prints of queries: the figures, how they differ from the last ones, and each miss with its reason.
struct SearchSummary: Encodable {
    private let report: RetrievalReport
    private let misses: [RetrievalMiss]
    private let comparison: RetrievalComparison?
    /// How many misses are shown; 0 is all.
    private let shown: Int

    private enum CodingKeys: String, CodingKey {
        case misses
        case comparison = "compared"
    }

    init(_ searched: Evaluator.Searched, _ comparison: RetrievalComparison?, shown: Int) {
        report = searched.report
        misses = searched.misses
        self.comparison = comparison
        self.shown = shown
    }

    func lines(limit: Int) -> [StyledText] {
        figures(limit) + compared(limit) + missed(limit)
    }

    private func figures(_ limit: Int) -> [StyledText] {
        var table = Table([.init(), .init(.right), .init(.right)], indent: 2)
        table.rows = [[.init("queries"), .init(String(report.queries))]]
        table.rows += report.figures.map { name, key, value in
            let change = comparison?.changes[key].map { String(format: "%+.3f", $0) } ?? ""
            let isNone = change.allSatisfy { "+-0.".contains($0) }
            return [
                .init(name), .init(String(format: "%.3f", value)),
                .init(isNone ? "" : change, change.hasPrefix("-") ? .bad : .good),
            ]
        }
        table.rows.append([.init("milliseconds a query"), .init(String(format: "%.1f", report.millisecondsPerQuery))])
        return table.lines(limit: limit)
    }

    private func compared(_ limit: Int) -> [StyledText] {
        guard let comparison else { return [] }
        let day = comparison.since.formatted(Date.ISO8601FormatStyle(timeZone: .current).year().month().day())
        var sentence = "compared with \(day), model \(comparison.model.prefix(8))…"
        if !comparison.sameQueries { sentence += "; the queries have changed since" }
        if comparison.changes.values.allSatisfy({ abs($0) < 0.0005 }) { sentence += "; nothing differs" }
        return wrapped(sentence, 2, limit, .faint)
            + list(comparison.newlyMissed, "missed now and not then", .bad, limit)
            + list(comparison.newlyFound, "found now and not then", .good, limit)
    }

    private func list(
        _ queries: [String], _ what: String, _ style: StyledText.Style, _ limit: Int
    ) -> [StyledText] {
        guard !queries.isEmpty else { return [] }
        let first = shown == 0 ? queries[...] : queries.prefix(shown)
        let rest = queries.count - first.count
        return [StyledText("  \(what): \(queries.count)", style)]
            + first.flatMap { wrapped($0, 4, limit) } + (rest > 0 ? wrapped("and \(rest) more", 4, limit, .faint) : [])
    }

    private func missed(_ limit: Int) -> [StyledText] {
        guard !misses.isEmpty else { return [] }
        let first = shown == 0 ? misses[...] : misses.prefix(shown)
        let rest = misses.count - first.count
        let title = "\(misses.count) of \(report.queries) queries do not find a right entry first"
        return ["", StyledText("  " + title, .faint)] + first.flatMap { lines(of: $0, limit) }
            + (rest > 0 ? wrapped("and \(rest) more; --misses 0 shows all", 2, limit, .faint) : [])
    }

    private func lines(of miss: RetrievalMiss, _ limit: Int) -> [StyledText] {
        ["  \(miss.query, .strong)  \(miss.location, .faint)"] + wrapped(Self.instead(miss), 6, limit)
            + wrapped(Self.expected(miss), 6, limit) + wrapped(Self.reason(miss), 6, limit)
    }

    private static func instead(_ miss: RetrievalMiss) -> String {
        guard let first = miss.first else { return "nothing was found" }
        return "came: \(first.id), “\(first.question)”, \(standing(first))"
    }

    private static func expected(_ miss: RetrievalMiss) -> String {
        guard let expected = miss.expected else {
            return "expected: \(miss.relevant.joined(separator: " | ")), not found among the first \(Evaluator.depth)"
        }
        return "expected: \(expected.id), “\(expected.question)”, place \(expected.rank), \(standing(expected))"
    }

    private static func standing(_ place: RetrievalMiss.Place) -> String {
        String(format: "confidence %.2f, score %.2f", place.confidence, place.score)
    }

    private static func reason(_ miss: RetrievalMiss) -> String {
        let parts = miss.differences.map { difference in
            difference.part
                + String(
                    format: " %.2f against %.2f (%+.2f)", difference.first, difference.expected, difference.ahead)
        }
        return parts.isEmpty ? "" : "what put it ahead: " + parts.joined(separator: ", ")
    }

    private func wrapped(
        _ text: String, _ indent: Int, _ limit: Int, _ style: StyledText.Style? = nil
    ) -> [StyledText] {
        guard !text.isEmpty else { return [] }
        let width = limit == .max ? limit : max(20, limit - indent)
        return WrappedText.lines(VisibleText.of(text), limit: width).map {
            StyledText(String(repeating: " ", count: indent)) + StyledText(String($0), style)
        }
    }
}
