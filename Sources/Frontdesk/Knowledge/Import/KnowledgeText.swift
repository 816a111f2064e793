internal import Foundation

/// The text of an imported file, with its entries where they stand in it.
struct KnowledgeText {
    let data: Data
    let entries: [KnowledgeEntry]

    /// Entries below a note, as YAML or JSON lines; those that were `written` before and are the same stay as they are.
    init(
        _ entries: [KnowledgeEntry], _ kind: ImportNote.Kind, keeping written: WrittenEntries?, note: ImportNote,
        path: String
    ) throws {
        if let left = written?.text(of: entries) {
            let text = note.line(kind) + "\n" + left
            // What people wrote may hang together, such as an anchor and its alias: then all is written anew.
            if let read = try KnowledgeBase.entries(in: text, file: path, ifTheyAre: entries) {
                (self.data, self.entries) = (Data(text.utf8), read)
                return
            }
        }
        var data = Data((note.line(kind) + "\n").utf8)
        var line = 2
        // In YAML an entry begins behind its dash.
        let column = kind == .lines ? 1 : 3
        self.entries = entries.map { entry in
            let text = kind == .lines ? KnowledgeLines.line(of: entry) : KnowledgeYAML.text(of: entry)
            data.append(contentsOf: text.utf8)
            defer { line += kind == .lines ? 1 : text.utf8.count { $0 == UInt8(ascii: "\n") } }
            return entry.moved(to: SourceLocation(file: path, line: line, column: column))
        }
        self.data = data
    }

    /// An article below its note.
    init(article: String, note: ImportNote, path: String) throws {
        let text = note.line(.article) + "\n" + article
        data = Data(text.utf8)
        entries = try KnowledgeBase.entries(in: text, file: path)
    }
}
