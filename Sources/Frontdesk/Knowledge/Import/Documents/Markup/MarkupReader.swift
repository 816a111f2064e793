internal import Foundation

/// Walks over the elements and texts of XML, while it is unpacked, or of a page of HTML.
///
/// XML is read as Office writes it: a document type is refused, and so are entities, external parts, and elements nested
/// deeper than 250. A tree is never built of XML, but for elements that are asked for.
final class MarkupReader {
    enum Event: Equatable {
        case start
        case end
        case text
    }

    private static let deepest = 250

    private let library: LibXML
    private let walk: LibXML.Walk
    private let origin: Origin
    private let file: String
    private var depth = 0
    private var owesEnd = false
    /// The element that began or ended last, without prefix.
    private(set) var name = ""

    private enum Origin {
        case part(PartSource, name: String)
        case page(LibXML.Page)
    }

    /// Reads a part of a document as it is unpacked; `name` is the part's, for messages.
    init(_ stream: ZipStream, part name: String, file: String) throws {
        library = try LibXML.loaded()
        let source = PartSource(stream)
        // The walk reads from the source for as long as both live here.
        let context = Unmanaged.passUnretained(source).toOpaque()
        guard let walk = library.open(PartSource.read, nil, context, nil, nil, LibXML.options) else {
            if let problem = source.problem { throw problem }
            throw BotError(.inputOutput, at: SourceLocation(file: file), "libxml2 cannot start")
        }
        self.walk = walk
        self.file = file
        origin = .part(source, name: name)
        library.setErrorHandler(walk, { _, _ in }, nil)
    }

    /// Reads a page of HTML, however well it is formed.
    init(page: String, file: String) throws {
        library = try LibXML.loaded()
        self.file = file
        let library = library
        let parsed = page.utf8.withContiguousStorageIfAvailable { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                library.parsePage($0.baseAddress, CInt($0.count), nil, "UTF-8", LibXML.pageOptions)
            }
        }
        guard let parsed, let page = parsed, let walk = library.walk(page) else {
            throw BotError(
                .badData, at: SourceLocation(file: file, line: 1, column: 1), "the page is empty",
                mend: "Save it as HTML")
        }
        self.walk = walk
        origin = .page(page)
    }

    deinit {
        library.close(walk)
        if case .page(let page) = origin { library.freePage(page) }
    }

    /// The next start, end or text; nil at the end. An element without content has an end too.
    func next() throws -> Event? {
        if owesEnd {
            owesEnd = false
            return .end
        }
        while true {
            let result = library.read(walk)
            if case .part(let source, _) = origin, let problem = source.problem { throw problem }
            guard result == 1 else {
                if result == 0 { return nil }
                throw error("is not well-formed XML")
            }
            if let event = try event(of: library.kind(walk)) { return event }
        }
    }

    /// Nil for what does not count, such as comments.
    private func event(of kind: CInt) throws -> Event? {
        switch kind {
        case 1:
            name = characters(library.name)
            owesEnd = library.isEmptyElement(walk) == 1
            depth += owesEnd ? 0 : 1
            guard depth <= Self.deepest else { throw error("nests elements deeper than \(Self.deepest)") }
            return .start
        case 15:
            name = characters(library.name)
            depth -= 1
            return .end
        case 3, 4, 13, 14: return .text
        case 5, 10:
            guard case .part = origin else { return nil }
            throw error("declares a document type, which documents of Office never do")
        default: return nil
        }
    }

    /// The text where the walk stands.
    var text: String { characters(library.value) }

    /// The attributes of the element that began, by their names without prefix.
    func attributes() -> [String: String] {
        var attributes: [String: String] = [:]
        while library.nextAttribute(walk) == 1 {
            attributes[characters(library.name)] = characters(library.value)
        }
        _ = library.backToElement(walk)
        return attributes
    }

    private func characters(_ read: LibXML.Characters) -> String {
        read(walk).map { String(cString: $0) } ?? ""
    }

    /// The line where the walk stands.
    var line: Int {
        switch origin {
        case .part: Int(library.parserLine(walk))
        case .page: max(1, Int(library.lineOfNode(library.node(walk))))
        }
    }

    private func error(_ problem: String) -> BotError {
        switch origin {
        case .part(_, let name):
            BotError(
                .badData, at: SourceLocation(file: file), "'\(name)', line \(line), \(problem)",
                mend: "Save the document again with the program that made it")
        case .page:
            BotError(
                .badData, at: SourceLocation(file: file, line: line, column: 1), "the page \(problem)",
                mend: "Import its text as Markdown")
        }
    }
}

extension MarkupReader {
    /// The element that began just now, up to its end.
    func element() throws -> MarkupElement {
        var open = [MarkupElement(name: name, attributes: attributes(), line: line)]
        while let event = try next() {
            switch event {
            case .start: open.append(MarkupElement(name: name, attributes: attributes(), line: line))
            case .text: open[open.count - 1].nodes.append(.text(text))
            case .end:
                let closed = open.removeLast()
                guard !open.isEmpty else { return closed }
                open[open.count - 1].nodes.append(.element(closed))
            }
        }
        return open[0]
    }

    /// Passes over the element that began just now.
    func skip() throws {
        var depth = 1
        while depth > 0, let event = try next() {
            if event != .text { depth += event == .start ? 1 : -1 }
        }
    }
}

/// Where libxml2 takes a part's bytes from; what goes wrong there is kept, since it cannot be thrown through C.
private final class PartSource {
    private let stream: ZipStream
    private(set) var problem: (any Error)?

    init(_ stream: ZipStream) {
        self.stream = stream
    }

    static let read: LibXML.ReadCallback = { context, buffer, count in
        guard let context, let buffer, count > 0 else { return -1 }
        return Unmanaged<PartSource>.fromOpaque(context).takeUnretainedValue().read(buffer, Int(count))
    }

    private func read(_ buffer: UnsafeMutablePointer<CChar>, _ count: Int) -> CInt {
        do {
            return CInt(try stream.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: count)))
        } catch {
            problem = error
            return -1
        }
    }
}
