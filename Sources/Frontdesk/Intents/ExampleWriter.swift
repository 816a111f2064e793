internal import Foundation

/// Adds examples to the file of an intent; comments, order and all that stands there stay as they are.
package enum ExampleWriter {
    /// The file's text with examples behind those it has, each on a line of its own.
    ///
    /// - Throws: where the text does not hold the examples afterwards, as it is written in a way that is not known here.
    static func adding(_ examples: [String], to text: String, named name: String) throws -> String {
        var lines = text.lines.map(String.init)
        if let start = lines.firstIndex(where: { $0.hasPrefix("examples:") }) {
            let block = block(below: start, lines)
            let isLiteral = lines[start].dropFirst("examples:".count).contains("|")
            let added = examples.map { block.indent + "- " + (isLiteral ? $0 : KnowledgeYAML.scalar($0, indent: 0)) }
            lines.insert(contentsOf: added, at: block.end)
        } else {
            let place = lines.firstIndex { line in below.contains { line.hasPrefix($0) } } ?? end(of: lines)
            lines.insert(contentsOf: ["examples: |"] + examples.map { "  - " + $0 }, at: place)
        }
        let written = lines.joined(separator: "\n")
        let held = Set(try IntentFile.parse(written, named: name).examples.map(\.text))
        guard held.isSuperset(of: examples) else {
            throw BotError(
                .badData, at: SourceLocation(file: name), "examples cannot be added to this file as it is written",
                mend: "Write its examples as a block: 'examples: |', and '- ' before each")
        }
        return written
    }

    /// Examples stand before these.
    private static let below = ["slots:", "action:", "answers:", "unavailable:"]

    /// Where the lines below a key end, and how far they are indented.
    private static func block(below start: Int, _ lines: [String]) -> (end: Int, indent: String) {
        var end = start + 1
        var indent: String?
        for index in lines.indices.dropFirst(start + 1) {
            let line = lines[index]
            if line.allSatisfy(\.isWhitespace) { continue }
            guard line.hasPrefix(" ") || line.hasPrefix("- ") else { break }
            if indent == nil, line.drop(while: { $0 == " " }).hasPrefix("- ") {
                indent = String(line.prefix { $0 == " " })
            }
            end = index + 1
        }
        return (end, indent ?? "  ")
    }

    /// Behind the last line that says something.
    private static func end(of lines: [String]) -> Int {
        (lines.lastIndex { !$0.allSatisfy(\.isWhitespace) } ?? -1) + 1
    }

    /// A message as an example: one line, personal data taken out; nil for what a file of examples would read otherwise.
    static func example(of message: String, without personalData: PersonalData) -> String? {
        let line = personalData.redact(message).onOneLine
        return line.isEmpty || line.contains("](") ? nil : line
    }
}
