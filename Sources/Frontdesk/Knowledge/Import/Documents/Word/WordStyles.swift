internal import Foundation

/// What the paragraph styles of a Word document say: which are headings, and of which level; which number their paragraphs.
struct WordStyles {
    private struct Style {
        let name: String
        let basedOn: String?
        let outline: Int?
        let list: WordList?
    }

    private var styles: [String: Style] = [:]
    private var standard: String?

    /// A document without styles.
    init() {}

    /// Reads the part `styles.xml`.
    init(_ reader: MarkupReader) throws {
        while let event = try reader.next() {
            guard event == .start, reader.name == "style" else { continue }
            let element = try reader.element()
            guard element.attributes["type"] == "paragraph", let id = element.attributes["styleId"] else { continue }
            let settings = element["pPr"]
            styles[id] = Style(
                name: element["name"]?.setting ?? id, basedOn: element["basedOn"]?.setting,
                outline: settings?["outlineLvl"]?.setting.flatMap { Int($0) }, list: WordList(settings?["numPr"]))
            if ["1", "true"].contains(element.attributes["default"]) { standard = id }
        }
    }

    /// The level of a heading with this style, 0 for the document's title; nil for other text.
    func headingLevel(_ id: String?) -> Int? {
        for style in chain(id) {
            if let level = Self.level(ofName: style.name) { return level }
            if let outline = style.outline { return outline < 9 ? outline + 1 : nil }
        }
        return nil
    }

    /// Whether paragraphs of this style are lines of a table of contents.
    func isContents(_ id: String?) -> Bool {
        chain(id).contains { $0.name.wholeMatch(of: /(?i)(?:toc|目录)\s*[0-9]+|(?:toc|contents) heading/) != nil }
    }

    /// The list that a style's paragraphs belong to.
    func list(_ id: String?) -> WordList? {
        let lists = chain(id).compactMap(\.list)
        guard let number = lists.compactMap(\.number).first else { return nil }
        return WordList(number: number, level: lists.compactMap(\.level).first)
    }

    /// A style and those that it is based on; a circle, which no program writes, ends.
    private func chain(_ id: String?) -> [Style] {
        var chain: [Style] = []
        var next = id ?? standard
        while let id = next, let style = styles[id] ?? Self.unknown(id), chain.count < 20 {
            chain.append(style)
            next = style.basedOn
        }
        return chain
    }

    /// A style that the document uses and does not describe still has a telling name.
    private static func unknown(_ id: String) -> Style? {
        level(ofName: id).map { _ in Style(name: id, basedOn: nil, outline: nil, list: nil) }
    }

    /// By the names of several languages: "heading 1", "Heading1", "标题 1", "Überschrift 1".
    private static func level(ofName name: String) -> Int? {
        let name = name.lowercased()
        if ["title", "标题", "titel", "titre"].contains(name) { return 0 }
        let match = name.wholeMatch(of: /(?:heading|标题|標題|überschrift|titre|título|title|titolo|kop|rubrik)\s*([1-9])/)
        return match.flatMap { Int($0.output.1) }
    }
}
