internal import Foundation

/// Labelled messages as JSON lines, `{"text", "intent"}`: the form in which data sets come.
package enum LabelledLines {
    private struct Line: Decodable {
        let text: String
        let intent: String?
    }

    /// One labelled message; a missing intent, or `oos`, is out of scope.
    package struct Message: Sendable, Hashable {
        package let text: String
        package let intent: String?
        package let location: SourceLocation
    }

    /// Reads every line; an error names the one that is wrong.
    package static func messages(in text: String, named name: String) throws -> [Message] {
        var messages: [Message] = []
        let decoder = JSONDecoder()
        for (index, line) in text.lines.enumerated()
        where !line.allSatisfy(\.isWhitespace) {
            let location = SourceLocation(file: name, line: index + 1)
            do {
                let decoded = try decoder.decode(Line.self, from: Data(line.utf8))
                let intent = decoded.intent.flatMap { $0 == "oos" || $0.isEmpty ? nil : $0 }
                messages.append(Message(text: decoded.text, intent: intent, location: location))
            } catch {
                throw BotError(
                    .badData, at: location, "this is no labelled message",
                    mend: #"Write {"text": "…", "intent": "…"} on each line"#)
            }
        }
        return messages
    }

    /// The messages as intents without answers, in order of first appearance.
    static func intents(in text: String, named file: String) throws -> [Intent] {
        var examples: [String: [Example]] = [:]
        var names: [String] = []
        for message in try messages(in: text, named: file) {
            guard let name = message.intent else { continue }
            if examples[name] == nil { names.append(name) }
            examples[name, default: []].append(Example(text: message.text, location: message.location))
        }
        return names.map { name in
            Intent(
                name: name, examples: examples[name] ?? [],
                location: examples[name]?.first?.location ?? SourceLocation(file: file))
        }
    }
}
