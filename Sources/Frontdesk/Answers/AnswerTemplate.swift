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

    /// The names between `{{` and `}}`, without section marks.
    private static func names(in wording: String) -> [String] {
        var names: [String] = []
        var rest = Substring(wording)
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            let name = rest[open.upperBound..<close.lowerBound].drop { "#^/{&".contains($0) || $0 == " " }
            let bare = name.prefix { $0.isLetter || $0.isNumber || "._-".contains($0) }
            if !bare.isEmpty, !names.contains(String(bare)) { names.append(String(bare)) }
            rest = rest[close.upperBound...]
        }
        return names
    }
}
