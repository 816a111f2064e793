/// Writes entries as JSON lines that read back the same: what is quick to write and read where there are many.
package enum KnowledgeLines {
    package static func text(of entries: [KnowledgeEntry]) -> String {
        entries.map(line).joined()
    }

    /// One entry, its keys in the order of a YAML entry, its line ended.
    static func line(of entry: KnowledgeEntry) -> String {
        var line = "{\"id\":" + JSONText.string(entry.id)
        func add(_ key: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            line += ",\"" + key + "\":" + JSONText.string(value)
        }
        add("language", entry.language.rawValue)
        add("category", entry.category)
        add("question", entry.question)
        if !entry.aliases.isEmpty { line += ",\"aliases\":" + JSONText.list(entry.aliases.map(JSONText.string)) }
        add("answer", entry.answer)
        add("source", entry.source)
        add("valid_until", entry.validUntil)
        if entry.status == .draft { add("status", entry.status.rawValue) }
        if entry.isPassage { line += ",\"is_passage\":true" }
        return line + "}\n"
    }
}
