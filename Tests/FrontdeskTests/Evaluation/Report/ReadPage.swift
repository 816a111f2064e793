import Foundation
import FoundationXML

/// A page as an XML parser reads it: its elements in order, and its text.
final class ReadPage: NSObject, XMLParserDelegate {
    struct Element {
        let name: String
        let attributes: [String: String]
        /// The name of the element around it.
        let parent: String?
    }

    private(set) var elements: [Element] = []
    private(set) var text = ""
    private(set) var problem: String?
    private var path: [String] = []

    init(_ html: String) {
        super.init()
        let parser = XMLParser(data: Data(html.utf8))
        parser.delegate = self
        if !parser.parse() {
            problem =
                "line \(parser.lineNumber): \(parser.parserError.map(String.init(describing:)) ?? "not well-formed")"
        }
    }

    func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        elements.append(Element(name: name, attributes: attributes, parent: path.last))
        path.append(name)
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        path.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters characters: String) {
        text += characters
    }
}
