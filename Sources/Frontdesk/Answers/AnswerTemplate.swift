internal import Mustache

/// A wording with places for values: logic-less Mustache in plain text, nothing escaped.
///
/// Values are inserted as they are and never read as a template, so that a customer's `{{…}}` stays text.
package struct AnswerTemplate: Sendable {
    /// The names of the values it needs, such as `order_number` or `facts.refund_days`, in order.
    package let names: [String]
    private let template: MustacheTemplate

    /// Reads a template; an error carries the place of the wording in its file.
    package init(_ wording: String, at location: SourceLocation) throws(BotError) {
        do {
            template = try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}" + wording)
        } catch {
            throw BotError(
                .badData, at: location, "this wording is no template: its {{…}} marks do not match",
                mend: "Write each value as {{name}}")
        }
        names = Self.names(in: wording)
    }

    /// The wording with its values filled in; `facts.NAME` is looked up in `facts`.
    package func render(_ values: [String: String], facts: [String: String] = [:]) -> String {
        var context: [String: Any] = values
        context["facts"] = facts
        return template.render(context)
    }

    /// Whether a wording inserts a value, with or without spaces around its name; a section alone inserts nothing.
    package static func inserts(_ name: String, in wording: String) -> Bool {
        marks(in: wording).contains { $0.drop { "{& ".contains($0) }.trimmed == name }
    }

    /// The names between `{{` and `}}`, without section marks.
    private static func names(in wording: String) -> [String] {
        var names: [String] = []
        for mark in marks(in: wording) {
            let name = mark.drop { "#^/{& ".contains($0) }.prefix { $0.isLetter || $0.isNumber || "._-".contains($0) }
            if !name.isEmpty, !names.contains(String(name)) { names.append(String(name)) }
        }
        return names
    }

    /// What stands between `{{` and `}}`, each time.
    private static func marks(in wording: String) -> [Substring] {
        var marks: [Substring] = []
        var rest = Substring(wording)
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            marks.append(rest[open.upperBound..<close.lowerBound])
            rest = rest[close.upperBound...]
        }
        return marks
    }
}
