/// Adds aliases to entries of a knowledge file; comments, order and all that stands there stay as they are.
package enum AliasWriter {
    /// The text of a file with aliases behind those that its entries have; nil for a kind of file that is not written to.
    ///
    /// - Throws: where the text does not hold them afterwards, as it is written in a way that is not known here.
    package static func adding(
        _ aliases: [KnowledgeEntry.Key: [String]], to text: String, named name: String
    ) throws -> String? {
        let entries = try KnowledgeBase.entries(in: text, file: name)
        var lines = text.lines.map(String.init)
        // From the last entry on: what is added moves the others no more.
        for entry in entries.reversed() {
            guard let added = aliases[entry.key], let line = entry.location.line else { continue }
            switch KnowledgeBase.ending(of: name) {
            case "yml", "yaml": add(added, to: entry, at: line - 1, &lines)
            case "jsonl": lines[line - 1] = KnowledgeLines.line(of: entry.adding(added)).trimmed
            default: return nil
            }
        }
        let written = lines.joined(separator: "\n")
        let wanted = entries.map { $0.adding(aliases[$0.key] ?? []) }
        guard try KnowledgeBase.entries(in: written, file: name, ifTheyAre: wanted) != nil else {
            throw BotError(
                .badData, at: SourceLocation(file: name), "aliases cannot be added to this file as it is written",
                mend: "Write an entry's aliases as a list below 'aliases:', each on a line of its own")
        }
        return written
    }

    /// Adds to the entry that begins on a line of a YAML file.
    private static func add(
        _ added: [String], to entry: KnowledgeEntry, at start: Int, _ lines: inout [String]
    ) {
        let indent = lines[start].prefix { $0 == " " || $0 == "-" }.count
        let spaces = String(repeating: " ", count: indent)
        func isKey(_ index: Int, _ key: String) -> Bool {
            lines[index].dropFirst(indent).hasPrefix(key + ":") && (index == start || lines[index].hasPrefix(spaces))
        }
        let end = lines.indices.dropFirst(start + 1).first { isBefore(lines[$0], indent) } ?? lines.endIndex
        guard let key = (start..<end).first(where: { isKey($0, "aliases") }) else {
            guard let key = (start..<end).first(where: { isKey($0, "question") }) else { return }
            let list = [spaces + "aliases:"] + items(added, spaces + "  ")
            return lines.insert(contentsOf: list, at: value(below: key, lines[..<end], indent))
        }
        let below = value(below: key, lines[..<end], indent)
        if let item = lines[key + 1..<below].first(where: { $0.drop { $0 == " " }.hasPrefix("- ") }) {
            lines.insert(contentsOf: items(added, String(item.prefix { $0 == " " })), at: below)
        } else {
            // All on one line: they become a list.
            let head = lines[key].prefix { $0 != ":" } + ":"
            lines.replaceSubrange(key..<below, with: [String(head)] + items(entry.aliases + added, spaces + "  "))
        }
    }

    private static func items(_ aliases: [String], _ spaces: String) -> [String] {
        aliases.map { spaces + "- " + KnowledgeYAML.scalar($0, indent: spaces.count + 2) }
    }

    /// Whether a line belongs to what stands around a map whose keys are indented so far.
    private static func isBefore(_ line: String, _ indent: Int) -> Bool {
        !line.isBlank && line.prefix { $0 == " " }.count < indent && !line.drop { $0 == " " }.hasPrefix("#")
    }

    /// Where the lines of a key's value end; a list may stand as far left as its key.
    private static func value(below key: Int, _ lines: ArraySlice<String>, _ indent: Int) -> Int {
        var end = key + 1
        for index in lines.indices.dropFirst(key + 1 - lines.startIndex) where !lines[index].isBlank {
            let depth = lines[index].prefix { $0 == " " }.count
            let isItem = depth == indent && lines[index].dropFirst(depth).hasPrefix("- ")
            guard depth > indent || isItem else { break }
            end = index + 1
        }
        return end
    }
}

extension KnowledgeEntry {
    /// The same entry with more aliases.
    fileprivate func adding(_ more: [String]) -> KnowledgeEntry {
        KnowledgeEntry(
            id: id, language: language, question: question, aliases: aliases + more, answer: answer, category: category,
            source: source, validUntil: validUntil, status: status, isPassage: isPassage, location: location)
    }
}
