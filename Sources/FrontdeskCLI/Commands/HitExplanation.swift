internal import Foundation
internal import Frontdesk

/// What `search --explain` shows of a hit: what each part adds to its score, and what becomes of the score.
struct HitExplanation {
    private let hit: KnowledgeHit

    init(_ hit: KnowledgeHit) {
        self.hit = hit
    }

    /// The text that matched, then a row for each part and the sums below.
    func lines(limit: Int) -> [StyledText] {
        var table = Table([.init(shrinks: true), .init(.right), .init(.right), .init(.right)], indent: 6)
        table.rows = [[.init("part", .faint), .init("value", .faint), .init("weight", .faint), .init("adds", .faint)]]
        table.rows += hit.parts.map { part in
            let isSilent = part.contribution == 0
            return [part.name, Self.figure(part.value), Self.figure(part.weight), Self.figure(part.contribution)].map {
                .init($0, isSilent ? .faint : nil)
            }
        }
        table.rows += [
            [.init("score", .strong), .init(""), .init(""), .init(Self.figure(hit.score), .strong)],
            [.init("margin"), .init(""), .init(""), .init(Self.figure(hit.margin))],
            [.init("confidence"), .init(""), .init(""), .init(Self.figure(hit.confidence))],
        ]
        let matched = WrappedText.lines(
            VisibleText.of("matched \"\(hit.matchedText)\", \(hit.matchedLanguage.rawValue), of \(hit.entry.id)"),
            limit: limit == .max ? limit : max(20, limit - 6))
        return matched.map { StyledText("      " + $0) } + table.lines(limit: limit)
    }

    static func figure(_ value: Double) -> String {
        String(format: "%.2f", value)
    }
}
