internal import Foundation

/// Which elements of a page are no part of what people read on it.
enum WebPageFilter {
    /// The elements that begin on a line of their own.
    static let blockNames: Set<String> = [
        "html", "body", "p", "div", "section", "article", "main", "blockquote", "figure", "figcaption", "address", "hr",
        "fieldset", "legend", "center", "header", "form", "summary", "dt", "dd", "hgroup", "caption", "tr", "td", "th",
        "label", "option",
    ]

    private static let names: Set<String> = [
        "head", "script", "style", "nav", "footer", "aside", "template", "noscript", "iframe", "svg", "canvas",
        "object",
        "button", "select", "input", "textarea", "audio", "video", "map", "dialog",
    ]
    private static let roles: Set<String> = [
        "navigation", "banner", "contentinfo", "complementary", "search", "dialog",
    ]

    static func isLeftOut(_ element: MarkupElement) -> Bool {
        if names.contains(element.name) || isHidden(element.attributes) { return true }
        if let role = element.attributes["role"], roles.contains(role.lowercased()) { return true }
        switch element.name {
        // Some pages stand in one large form, and the head of an article may be marked as a header.
        case "form": return element.first(where: isHeading) == nil
        case "header": return element.first(where: isHeading) == nil || element.first { $0.name == "nav" } != nil
        default: return false
        }
    }

    private static func isHeading(_ element: MarkupElement) -> Bool {
        element.name.wholeMatch(of: /h[1-6]/) != nil
    }

    private static func isHidden(_ attributes: [String: String]) -> Bool {
        if let hidden = attributes["hidden"], hidden.lowercased() != "until-found" { return true }
        if attributes["aria-hidden"]?.lowercased() == "true" { return true }
        guard let style = attributes["style"]?.lowercased().filter({ !$0.isWhitespace }) else { return false }
        return style.contains("display:none") || style.contains("visibility:hidden")
    }
}
