/// An element of XML or HTML with all that it holds; names are without prefix.
struct MarkupElement {
    enum Node {
        case element(MarkupElement)
        case text(String)
    }

    let name: String
    let attributes: [String: String]
    let line: Int
    var nodes: [Node] = []

    /// The elements right inside.
    var elements: [MarkupElement] {
        nodes.compactMap { if case .element(let element) = $0 { element } else { nil } }
    }

    /// The first element of that name right inside.
    subscript(name: String) -> MarkupElement? {
        for case .element(let element) in nodes where element.name == name { return element }
        return nil
    }

    /// The `val` that many settings of documents have.
    var setting: String? { attributes["val"] }

    /// All text inside, as it stands there.
    var text: String {
        nodes.map { node in
            switch node {
            case .element(let element): element.text
            case .text(let text): text
            }
        }.joined()
    }
}
