/// Writes entries as JSON lines that read back the same: what is quick to write and read where there are many.
package enum KnowledgeLines {
    package static func text(of entries: [KnowledgeEntry]) -> String {
        entries.map(line).joined()
    }

    /// One entry, its keys in the order of a YAML entry, its line ended.
    static func line(of entry: KnowledgeEntry) -> String {
        var line = "{\"id\":" + quoted(entry.id)
        func add(_ key: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            line += ",\"" + key + "\":" + quoted(value)
        }
        add("language", entry.language.rawValue)
        add("category", entry.category)
        add("question", entry.question)
        if !entry.aliases.isEmpty { line += ",\"aliases\":" + list(entry.aliases) }
        add("answer", entry.answer)
        add("source", entry.source)
        add("valid_until", entry.validUntil)
        if entry.status == .draft { add("status", entry.status.rawValue) }
        if entry.isPassage { line += ",\"is_passage\":true" }
        return line + "}\n"
    }

    /// Texts as a JSON list on one line.
    static func list(_ texts: [String]) -> String {
        "[" + texts.map(quoted).joined(separator: ",") + "]"
    }

    /// A text as a JSON string (RFC 8259).
    static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C || $0 == 0x7F }) else {
            return "\"" + text + "\""
        }
        return quoted(text) { $0 < " " || $0 == "\u{7F}" }
    }

    /// A text in double quotes, as JSON and YAML read it alike; of other characters those that are `special` are escaped.
    static func quoted(_ text: String, escaping special: (Unicode.Scalar) -> Bool) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case _ where special(scalar):
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
