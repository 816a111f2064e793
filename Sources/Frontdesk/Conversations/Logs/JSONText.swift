/// JSON on one line, written as it was read: a number keeps its digits.
enum JSONText {
    static func of(_ value: SourceValue) -> String {
        switch value.content {
        case .null: "null"
        case .text(let text, .plain): text
        case .text(let text, _): string(text)
        case .list(let values): "[" + values.map(of).joined(separator: ",") + "]"
        case .map(let map): object(map.items.map { ($0.key, of($0.value)) })
        }
    }

    /// An object of keys and values that are JSON already.
    static func object(_ items: [(key: String, json: String)]) -> String {
        "{" + items.map { "\(string($0.key)):\($0.json)" }.joined(separator: ",") + "}"
    }

    static func string(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        if isPlain { return "\"" + text + "\"" }
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": escaped += "\\\""
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\r": escaped += "\\r"
            case "\t": escaped += "\\t"
            case "\u{0}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return "\"" + escaped + "\""
    }
}

extension SourceMap {
    /// The items of other keys than those known, as a JSON object; nil where none is left but null.
    func rest(besides known: Set<String>) -> String? {
        let rest = items.filter { !known.contains($0.key) && !$0.value.isNull }
        return rest.isEmpty ? nil : JSONText.object(rest.map { ($0.key, JSONText.of($0.value)) })
    }
}
