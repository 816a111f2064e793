internal import Foundation

/// Reads a page of HTML: what people read on it, and not what surrounds it.
struct WebPage {
    private let root: MarkupElement
    private let file: String

    /// The largest page that is read; larger ones are surely not what was meant.
    private static let largestSize = 32 << 20

    /// What a page says; nothing that it names is fetched, and no script is run.
    static func read(_ data: Data, file: String) throws -> Document {
        guard data.count <= largestSize else {
            throw BotError(
                .badData, at: SourceLocation(file: file), "the page is larger than 32 MiB", mend: "Split it")
        }
        let decoded = try WebPageEncoding.text(of: data, named: file)
        let page = try WebPage(decoded.text, file: file)
        var document = try page.document()
        if let note = decoded.note { document.notes.insert(note, at: 0) }
        return document
    }

    private init(_ text: String, file: String) throws {
        self.file = file
        guard !text.isBlank else {
            throw BotError(.badData, at: SourceLocation(file: file, line: 1, column: 1), "the page is empty")
        }
        let reader = try MarkupReader(page: text, file: file)
        var root = MarkupElement(name: "", attributes: [:], line: 1)
        while let event = try reader.next() {
            if event == .start { root.nodes.append(.element(try reader.element())) }
        }
        self.root = root
    }

    private func document() throws -> Document {
        var document = Document(file: file)
        let pageTitle = root.first { $0.name == "title" }.map { WebText.collapsed($0.text) } ?? ""
        if let address { document.source = address }
        document.language = document.language ?? root.first { $0.name == "html" }.flatMap(Self.language)
        var text = WebPageBlocks()
        for part in content { text.read(part) }
        document.blocks = text.finished()
        if !pageTitle.isEmpty { document.title = pageTitle }
        let hasHeading = document.blocks.contains { if case .heading(1, _) = $0.content { true } else { false } }
        if !hasHeading, !pageTitle.isEmpty {
            document.blocks.insert(Document.Block(content: .heading(level: 0, pageTitle), line: 1), at: 0)
        }
        StructuredQuestions(root, file: file).join(&document)
        return document
    }

    /// The part that the page marks as its content, else its body.
    private var content: [MarkupElement] {
        for name in ["main", "article"] {
            let found = root.outermost { $0.name == name || (name == "main" && $0.attributes["role"] == "main") }
            if found.contains(where: { !$0.text.isBlank }) { return found }
        }
        return [root]
    }

    /// The address that the page itself gives, so that a saved copy cites the original.
    private var address: String? {
        let canonical = root.first {
            $0.name == "link" && $0.attributes["rel"]?.lowercased().split(separator: " ").contains("canonical") == true
        }?.attributes["href"]
        let shared = root.first { $0.name == "meta" && $0.attributes["property"] == "og:url" }?.attributes["content"]
        return [canonical, shared].compactMap { $0?.trimmed }.first { $0.wholeMatch(of: /(?i)https?:\/\/\S+/) != nil }
    }

    private static func language(_ html: MarkupElement) -> Language? {
        let code = html.attributes["lang"]?.lowercased().prefix { $0 != "-" && $0 != "_" }
        return code.flatMap { $0.wholeMatch(of: /[a-z]{2,3}/) }.map { Language(rawValue: String($0.output)) }
    }
}

extension MarkupElement {
    /// The first element inside, in reading order, that fits.
    func first(where fits: (MarkupElement) -> Bool) -> MarkupElement? {
        for element in elements {
            if fits(element) { return element }
            if let found = element.first(where: fits) { return found }
        }
        return nil
    }

    /// All elements inside that fit and stand in none that does.
    func outermost(_ fits: (MarkupElement) -> Bool) -> [MarkupElement] {
        elements.flatMap { fits($0) ? [$0] : $0.outermost(fits) }
    }
}
