internal import Foundation

/// What an imported file says in its first line: where it comes from, and which base its edits are told from.
struct ImportNote: Sendable, Hashable {
    /// How a file under `knowledge/` is written.
    enum Kind: String, Sendable {
        /// An article stays the text that it is.
        case article = "md"
        /// Entries that people read and edit.
        case list = "yml"
        /// Very many entries, which YAML would be slow to read.
        case lines = "jsonl"
    }

    /// A source's name as the note has it.
    let source: String
    /// Of the base (ImportBase); of an article, and in files of earlier versions, of the text below the note.
    let checksum: String

    init(source: String, checksum: String) {
        self.source = Self.noted(source)
        self.checksum = checksum
    }

    /// Reads the first line of a file; nil where the file was not imported.
    init?(_ line: Substring) {
        if let match = line.prefixMatch(of: /\{"imported_from":"(.*)","checksum":"([0-9a-f]{12})"/) {
            (source, checksum) = (String(match.1), String(match.2))
        } else if let match = line.firstMatch(of: /Imported from (.*), checksum ([0-9a-f]{12})\./) {
            (source, checksum) = (String(match.1), String(match.2))
        } else {
            return nil
        }
    }

    /// The note as a file's first line, without its end.
    func line(_ kind: Kind) -> String {
        let keeps = "A newer version of it is merged with edits by hand."
        let replaces = "A newer version of it replaces this file unless it was edited by hand."
        return switch kind {
        case .article:
            "<!-- Imported from \(source), checksum \(checksum). \(replaces) -->"
        case .list: "# Imported from \(source), checksum \(checksum). \(keeps)"
        case .lines: "{\"imported_from\":\"\(source)\",\"checksum\":\"\(checksum)\",\"note\":\"\(keeps)\"}"
        }
    }

    /// Whether a line of a JSON lines file is the note and no entry: only its first one can be.
    static func isNote(_ value: SourceValue) -> Bool {
        guard value.location.line == 1, case .map(let map) = value.content else { return false }
        return map.items.first?.key == "imported_from" && map["checksum"] != nil
    }

    /// A name with what would end a comment or a JSON string, or may not stand in one, made a dash.
    static func noted(_ source: String) -> String {
        source.map { character in
            let isControl = character.unicodeScalars.contains { $0.properties.generalCategory == .control }
            return isControl || character.isNewline || ">\"\\".contains(character) ? "-" : String(character)
        }.joined()
    }

    /// The first twelve hexadecimal digits of a text's hash.
    static func checksum(of text: some StringProtocol) -> String {
        TextHash.digits(of: TextHash.of(String(text)).prefix(6))
    }
}
