internal import Foundation

/// Writes entries as YAML that reads back the same and changes by few lines when an entry changes.
package enum KnowledgeYAML {
    package static func text(of entries: [KnowledgeEntry]) -> String {
        entries.map(text).joined()
    }

    /// One entry, its last line ended.
    static func text(of entry: KnowledgeEntry) -> String {
        var lines = ["- id: \(scalar(entry.id, indent: 4))"]
        func add(_ key: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            lines.append("  \(key): \(scalar(value, indent: 4))")
        }
        add("language", entry.language.rawValue)
        add("category", entry.category)
        add("question", entry.question)
        if !entry.aliases.isEmpty {
            lines.append("  aliases:")
            lines += entry.aliases.map { "    - \(scalar($0, indent: 6))" }
        }
        add("answer", entry.answer)
        add("source", entry.source)
        add("valid_until", entry.validUntil)
        if entry.status == .draft { add("status", entry.status.rawValue) }
        if entry.isPassage { lines.append("  is_passage: true") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A text as YAML: plain where it cannot be taken for anything else, a block where it has lines, else quoted.
    static func scalar(_ text: String, indent: Int) -> String {
        if text.unicodeScalars.contains(where: isSpecial) || text.hasPrefix(" ")
            || text.hasPrefix("\n") || text.hasSuffix("\n")
        {
            return JSONText.quoted(text, escaping: isSpecial)
        }
        if text.contains("\n") { return block(text, indent) }
        return isPlain(text) ? text : "'" + text.doubling("'") + "'"
    }

    /// Characters that YAML reads as line ends or refuses, or that an editor would not show.
    private static func isSpecial(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A: false
        case ..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
        default: false
        }
    }

    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.first, first.isLetter, !text.hasSuffix(" "), !text.hasSuffix(":") else { return false }
        // By bytes: a sign with a mark on top of it is another character, but the same sign to YAML.
        if text.utf8.contains(": ".utf8) || text.utf8.contains(" #".utf8) { return false }
        return !["null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
    }

    private static func block(_ text: String, _ indent: Int) -> String {
        let spaces = String(repeating: " ", count: indent)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : spaces + $0 }
        return "|-\n" + lines.joined(separator: "\n")
    }
}
