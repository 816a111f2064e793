/// JSON on one line (RFC 8259), written as it was read: a number keeps its digits.
enum JSONText {
    static func of(_ value: SourceValue) -> String {
        switch value.content {
        case .null: "null"
        case .text(let text, .plain): text
        case .text(let text, _): string(text)
        case .list(let values): list(values.map(of))
        case .map(let map): object(map.items.map { ($0.key, of($0.value)) })
        }
    }

    /// An object of keys and values that are JSON already.
    static func object(_ items: [(key: String, json: String)]) -> String {
        "{" + items.map { "\(string($0.key)):\($0.json)" }.joined(separator: ",") + "}"
    }

    /// A list of values that are JSON already.
    static func list(_ values: [String]) -> String { "[" + values.joined(separator: ",") + "]" }

    static func string(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C && $0 != 0x7F }
        return isPlain ? "\"" + text + "\"" : quoted(text) { $0 < " " || $0 == "\u{7F}" }
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
