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

    /// Reads every line; each one that is wrong is an error.
    package static func messages(in text: String, named name: String) throws -> [Message] {
        try DecodedLines.read(
            text, named: name, "this is no labelled message", mend: #"Write {"text": "…", "intent": "…"} on each line"#
        ) { (line: Line, location: SourceLocation) in
            let intent = line.intent.flatMap { $0 == "oos" || $0.isEmpty ? nil : $0 }
            return Message(text: line.text, intent: intent, location: location)
        }
    }

    /// The messages as intents without answers, in order of first appearance, and those that no intent covers.
    static func intents(in text: String, named file: String) throws -> (intents: [Intent], outOfScope: [Example]) {
        var examples: [String: [Example]] = [:]
        var names: [String] = []
        var outOfScope: [Example] = []
        for message in try messages(in: text, named: file) {
            let example = Example(text: message.text, location: message.location)
            guard let name = message.intent else {
                outOfScope.append(example)
                continue
            }
            if examples[name] == nil { names.append(name) }
            examples[name, default: []].append(example)
        }
        let intents = names.map { name in
            Intent(
                name: name, examples: examples[name] ?? [],
                location: examples[name]?.first?.location ?? SourceLocation(file: file))
        }
        return (intents, outOfScope)
    }
}
