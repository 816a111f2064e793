/// The keys of one entry as people left them, so that a change of one leaves the others and their comments alone.
struct WrittenFields {
    private struct Field {
        let key: String
        /// Comments and blank lines above the key.
        var above: String
        /// From the key on, its last line ended.
        var own: String
    }

    private var fields: [Field] = []
    /// Comments and blank lines below the last value.
    private var below = ""

    /// The keys of an entry's lines; nil where they do not stand one below another, two characters from the left.
    init?(_ text: String) {
        for line in text.lines.dropLast() {
            if let key = Self.key(of: line, behind: fields.isEmpty ? "- " : "  ") {
                fields.append(Field(key: key, above: below, own: line.dropFirst(2) + "\n"))
                below = ""
            } else if fields.isEmpty {
                return nil
            } else if Self.isBetween(line) {
                below += line + "\n"
            } else {
                // A text's own blank lines, and comments among the items of a list.
                fields[fields.count - 1].own += below + line + "\n"
                below = ""
            }
        }
    }

    private static func key(of line: Substring, behind start: String) -> String? {
        guard line.hasPrefix(start) else { return nil }
        let parts = line.dropFirst(2).split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].isEmpty || parts[1].hasPrefix(" ") else { return nil }
        return KnowledgeRecord.keys.contains(String(parts[0])) ? String(parts[0]) : nil
    }

    /// Whether a line is of no value: a text of several lines begins further right than its key.
    private static func isBetween(_ line: Substring) -> Bool {
        line.isBlank || ["#", " #", "  #"].contains { line.hasPrefix($0) }
    }

    /// The lines of an entry where another one was written: keys that say the same stay as they are.
    func text(of entry: KnowledgeEntry, insteadOf old: KnowledgeEntry) -> String? {
        guard let now = WrittenFields(KnowledgeYAML.text(of: entry))?.fields,
            let before = WrittenFields(KnowledgeYAML.text(of: old))?.fields
        else { return nil }
        let (values, earlier) = (Self.values(now), Self.values(before))
        var kept = fields.compactMap { field -> Field? in
            guard values[field.key] != earlier[field.key] else { return field }
            return values[field.key].map { Field(key: field.key, above: field.above, own: $0) }
        }
        let written = Set(fields.map(\.key))
        kept += now.filter { !written.contains($0.key) && earlier[$0.key] != $0.own }
        // What stood above a key cannot stand between the dash and it.
        if !kept.isEmpty { kept[0].above = "" }
        return kept.enumerated().map { $1.above + ($0 == 0 ? "- " : "  ") + $1.own }.joined() + below
    }

    private static func values(_ fields: [Field]) -> [String: String] {
        Dictionary(fields.map { ($0.key, $0.own) }) { first, _ in first }
    }
}
