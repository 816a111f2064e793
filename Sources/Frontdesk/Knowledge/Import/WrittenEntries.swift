/// The entries of a YAML file as people left them, comments and all, so that a merge rewrites only what it changes.
struct WrittenEntries {
    private struct Piece {
        let entry: KnowledgeEntry
        /// Comments and blank lines above the entry.
        let above: String
        /// The entry itself, its last line ended.
        let own: String
    }

    private var pieces: [KnowledgeEntry.Key: Piece] = [:]
    /// Comments and blank lines below the last entry.
    private let below: String

    /// The entries of a text below its first line, the import's note; nil where they do not stand one below another, each
    /// behind a dash at the beginning of a line.
    init?(_ text: String, _ entries: [KnowledgeEntry]) {
        var lines = text.lines
        if lines.last?.isEmpty == true { lines.removeLast() }
        var starts: [(above: Int, own: Int)] = []
        for entry in entries {
            let last = starts.last?.own ?? 0
            guard let line = entry.location.line, line - 1 > last, line <= lines.count, lines[line - 1].hasPrefix("- ")
            else { return nil }
            starts.append((Self.gap(above: line - 1, after: last, in: lines), line - 1))
        }
        guard let last = starts.last?.own, starts[0].above == 1 else { return nil }
        let end = Self.gap(above: lines.count, after: last, in: lines)
        below = Self.joined(lines[end...])
        for (place, entry) in entries.enumerated() {
            let (above, own) = starts[place]
            let next = place + 1 < starts.count ? starts[place + 1].above : end
            pieces[entry.key] = Piece(
                entry: entry, above: Self.joined(lines[above..<own]), own: Self.joined(lines[own..<next]))
        }
    }

    /// Where the comments and blank lines begin that stand above a line and below another.
    private static func gap(above line: Int, after last: Int, in lines: [Substring]) -> Int {
        var start = line
        while start > last + 1, isBetween(lines[start - 1]) { start -= 1 }
        return start
    }

    private static func joined(_ lines: ArraySlice<Substring>) -> String { lines.map { $0 + "\n" }.joined() }

    /// Whether a line is of no entry; what begins further right may be part of a text.
    private static func isBetween(_ line: Substring) -> Bool { line.isBlank || line.hasPrefix("#") }

    /// The text of entries: those that did not change as they were, each below the comments that it had.
    func text(of entries: [KnowledgeEntry]) -> String {
        entries.map { entry in
            guard let piece = pieces[entry.key] else { return KnowledgeYAML.text(of: entry) }
            let isSame = piece.entry.moved(to: entry.location) == entry
            return piece.above + (isSame ? piece.own : KnowledgeYAML.text(of: entry))
        }.joined() + below
    }
}
