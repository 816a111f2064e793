/// The entries of a YAML file as people left them, comments and all, so that a merge rewrites only what it changes.
struct WrittenEntries {
    private struct Piece {
        let entry: KnowledgeEntry
        /// Comments and blank lines above the entry.
        let above: String
        /// The entry itself, its last line ended.
        let own: String
    }

    private let entries: [KnowledgeEntry]
    /// All that stands below the file's first line, the import's note.
    private let body: String
    /// Nil where the entries do not stand one below another, each behind a dash at the beginning of a line.
    private var pieces: [KnowledgeEntry.Key: Piece]?
    /// What stands between the note and the first entry's comments, such as a document's mark.
    private var head = ""
    /// Comments and blank lines below the last entry.
    private var below = ""

    init(_ standing: StandingFile, _ entries: [KnowledgeEntry]) {
        self.entries = entries
        body = String(standing.body)
        var lines = standing.text.lines
        if lines.last?.isEmpty == true { lines.removeLast() }
        guard let starts = Self.starts(of: entries, in: lines), let last = starts.last else { return }
        let end = Self.gap(above: lines.count, after: last.own, in: lines)
        head = Self.joined(lines[1..<starts[0].above])
        below = Self.joined(lines[end...])
        pieces = [:]
        for (place, entry) in entries.enumerated() {
            let (above, own) = starts[place]
            let next = place + 1 < starts.count ? starts[place + 1].above : end
            pieces?[entry.key] = Piece(
                entry: entry, above: Self.joined(lines[above..<own]), own: Self.joined(lines[own..<next]))
        }
    }

    /// The lines on which each entry begins, with what stands above it and without; nil where one cannot be told.
    private static func starts(
        of entries: [KnowledgeEntry], in lines: [Substring]
    ) -> [(above: Int, own: Int)]? {
        var starts: [(above: Int, own: Int)] = []
        for entry in entries {
            let last = starts.last?.own ?? 0
            guard let line = entry.location.line, line - 1 > last, line <= lines.count, lines[line - 1].hasPrefix("- ")
            else { return nil }
            starts.append((gap(above: line - 1, after: last, in: lines), line - 1))
        }
        return starts
    }

    /// Where the comments and blank lines begin that stand above a line and below another.
    private static func gap(above line: Int, after last: Int, in lines: [Substring]) -> Int {
        var start = line
        while start > last + 1, isBetween(lines[start - 1]) { start -= 1 }
        return start
    }

    private static func joined(_ lines: ArraySlice<Substring>) -> String { lines.map { $0 + "\n" }.joined() }

    /// Whether a line is of no entry, as the mark of a document's end; what begins further right may be part of a text.
    private static func isBetween(_ line: Substring) -> Bool { line.isBlank || line.hasPrefix("#") || line == "..." }

    /// The text of entries below the note: what did not change stays as it was, and each entry below its comments.
    ///
    /// Nil where some changed, and it cannot be told which lines are theirs.
    func text(of entries: [KnowledgeEntry]) -> String? {
        if entries.elementsEqual(self.entries, by: Self.areSame) { return body }
        guard let pieces else { return nil }
        let texts = entries.map { entry in
            guard let piece = pieces[entry.key] else { return KnowledgeYAML.text(of: entry) }
            if Self.areSame(entry, piece.entry) { return piece.above + piece.own }
            let kept = WrittenFields(piece.own)?.text(of: entry, insteadOf: piece.entry)
            return piece.above + (kept ?? KnowledgeYAML.text(of: entry))
        }
        return head + texts.joined() + below
    }

    /// Whether two entries say the same, wherever they stand.
    private static func areSame(_ entry: KnowledgeEntry, _ other: KnowledgeEntry) -> Bool {
        entry == other.moved(to: entry.location)
    }
}
