internal import Foundation

/// The text of a paragraph of Word as it reads now: insertions are in, deletions, footnotes and hidden text are not.
struct WordText {
    private(set) var text = ""
    /// The paragraphs of text boxes, which hang on a paragraph and are none of its words.
    private(set) var boxes: [MarkupElement] = []

    init(_ paragraph: MarkupElement) {
        read(paragraph)
        text = text.replacing("\u{AD}", with: "").replacing("\u{A0}", with: " ").trimmed
    }

    private static let left: Set<String> = [
        "del", "moveFrom", "delText", "instrText", "pPr", "rPr", "rt", "rPh", "footnoteReference", "endnoteReference",
        "annotationRef", "sdtPr", "sdtEndPr",
    ]

    private mutating func read(_ element: MarkupElement) {
        for node in element.nodes {
            guard case .element(let child) = node, !Self.left.contains(child.name) else { continue }
            switch child.name {
            case "t": text += child.text
            case "tab", "ptab": text += "\t"
            case "br": if !["page", "column"].contains(child.attributes["type"]) { text += "\n" }
            case "cr": text += "\n"
            case "noBreakHyphen": text += "-"
            case "r": if !Self.isHidden(child) { read(child) }
            case "AlternateContent": read(Self.choice(child))
            case "txbxContent": boxes += child.elements
            default: read(child)
            }
        }
    }

    private static func isHidden(_ run: MarkupElement) -> Bool {
        guard let vanish = run["rPr"]?["vanish"] else { return false }
        return !["0", "false", "off"].contains(vanish.setting ?? "1")
    }

    /// The same content stands several times for programs of several ages: the first one counts.
    static func choice(_ element: MarkupElement) -> MarkupElement {
        element["Choice"] ?? element["Fallback"] ?? element
    }
}
