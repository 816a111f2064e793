/// Labelled messages as JSON lines, `{"text", "intent"}`: the form in which data sets come.
package enum LabelledLines {
    private static let keys = ["text", "intent"]

    /// One labelled message; a missing intent, or `oos`, is out of scope.
    package struct Message: Sendable, Hashable {
        package let text: String
        package let intent: String?
        package let location: SourceLocation
    }

    /// Reads every line; each one that is wrong is an error. Keys that data sets have besides are left alone.
    package static func messages(in text: String, named name: String) throws -> [Message] {
        try SourceValue.jsonLines(
            text, file: name, of: "a labelled message", keys: keys, mend: #"Write {"text": "…", "intent": "…"}"#
        ) { line, location in
            let text = try line.required("text")
            let message = try text.quotedText("the text")
            try IntentFile.assertText(message, at: text.location)
            return Message(text: message, intent: try line["intent"].flatMap(IntentName.label), location: location)
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
