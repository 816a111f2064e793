internal import Foundation

/// Turns the elements of a page into blocks, without what is hidden or only surrounds the content.
struct WebPageBlocks {
    private(set) var blocks: [Document.Block] = []
    /// The text of inline elements since the last block.
    private var line = ""
    private var lineNumber = 1
    /// How many items each list that is open has had, and whether it counts them.
    private var lists: [(isNumbered: Bool, count: Int)] = []
    private var isItemOpen = false

    mutating func read(_ element: MarkupElement) {
        guard !WebPageFilter.isLeftOut(element) else { return }
        switch element.name {
        case "h1", "h2", "h3", "h4", "h5", "h6": readHeading(element)
        case "ul", "ol", "menu": readList(element)
        case "li": readItem(element)
        case "table": readTable(element)
        case "dl": readDefinitions(element)
        case "details": readDetails(element)
        case "pre": readLines(element)
        case "br": line += "\u{2028}"
        case let name where WebPageFilter.blockNames.contains(name):
            endBlock()
            readNodes(element)
            endBlock()
        default: readNodes(element)
        }
    }

    private mutating func readNodes(_ element: MarkupElement) {
        for node in element.nodes {
            switch node {
            case .element(let child): read(child)
            case .text(let text):
                if line.isEmpty { lineNumber = element.line }
                line += text
            }
        }
    }

    /// All blocks, the last one ended.
    mutating func finished() -> [Document.Block] {
        endBlock()
        return blocks
    }

    private mutating func endBlock() {
        let text = Self.text(of: line)
        line = ""
        guard !text.isEmpty else { return }
        if isItemOpen, let list = lists.last {
            isItemOpen = false
            let marker = list.isNumbered ? "\(list.count)." : "-"
            append(.item(level: lists.count - 1, marker: marker, text))
        } else if !lists.isEmpty {
            append(.item(level: lists.count - 1, marker: " ", text))
        } else {
            append(.paragraph(text))
        }
    }

    private mutating func append(_ content: DocumentBlock) {
        blocks.append(Document.Block(content: content, line: lineNumber))
    }

    /// Inline text with its white space collapsed; only `<br>` begins a line.
    private static func text(of line: String) -> String {
        line.split(separator: "\u{2028}").map { WebText.collapsed(String($0)) }.filter { !$0.isEmpty }
            .joined(separator: "\n")
    }

    /// The text of an element alone, its blocks one a line.
    static func text(of element: MarkupElement) -> String {
        var inner = WebPageBlocks()
        inner.readNodes(element)
        return inner.finished().map(\.content.text).joined(separator: "\n")
    }
}

extension WebPageBlocks {
    private mutating func readHeading(_ element: MarkupElement) {
        endBlock()
        lineNumber = element.line
        let text = Self.text(of: element).replacing("\n", with: " ")
        if !text.isEmpty { append(.heading(level: Int(element.name.dropFirst()) ?? 1, text)) }
    }

    private mutating func readList(_ element: MarkupElement) {
        endBlock()
        let start = element.attributes["start"].flatMap { Int($0) } ?? 1
        lists.append((element.name == "ol", start.subtractingReportingOverflow(1).partialValue))
        readNodes(element)
        endBlock()
        lists.removeLast()
    }

    private mutating func readItem(_ element: MarkupElement) {
        endBlock()
        let isStray = lists.isEmpty
        if isStray { lists.append((false, 0)) }
        let next = lists[lists.count - 1].count.addingReportingOverflow(1).partialValue
        lists[lists.count - 1].count = element.attributes["value"].flatMap { Int($0) } ?? next
        isItemOpen = true
        readNodes(element)
        endBlock()
        isItemOpen = false
        if isStray { lists.removeLast() }
    }

    /// A table of one column, or with tables inside, only arranges the page.
    private mutating func readTable(_ element: MarkupElement) {
        endBlock()
        let rows = element.outermost { $0.name == "tr" }
        let cells = rows.filter { !WebPageFilter.isLeftOut($0) }.map { row in
            row.elements.filter { ["td", "th"].contains($0.name) && !WebPageFilter.isLeftOut($0) }
        }.filter { !$0.isEmpty }
        let isLayout = rows.contains { $0.first { $0.name == "table" } != nil } || !cells.contains { $0.count > 1 }
        guard !isLayout else {
            for cell in cells.joined() {
                endBlock()
                readNodes(cell)
                endBlock()
            }
            return
        }
        lineNumber = element.line
        let texts = cells.map { $0.map(Self.text) }.filter { $0.contains { !$0.isEmpty } }
        if !texts.isEmpty { append(.table(texts)) }
    }

    private mutating func readDefinitions(_ element: MarkupElement) {
        endBlock()
        var names: [String] = []
        var answers: [String] = []
        for part in Self.definitions(in: element) where !WebPageFilter.isLeftOut(part) {
            let text = Self.text(of: part)
            if part.name == "dt" {
                if !answers.isEmpty { append(names, answers) }
                names = (answers.isEmpty ? names : []) + [text.replacing("\n", with: " ")]
                answers = []
                lineNumber = part.line
            } else if !text.isEmpty {
                answers.append(text)
            }
        }
        append(names, answers)
    }

    /// The names and what is said of them; a name without an end tag holds those that follow.
    private static func definitions(in element: MarkupElement) -> [MarkupElement] {
        element.elements.flatMap { child -> [MarkupElement] in
            guard ["dt", "dd"].contains(child.name) else { return child.name == "dl" ? [] : definitions(in: child) }
            var own = child
            own.nodes.removeAll {
                if case .element(let inner) = $0 { ["dt", "dd"].contains(inner.name) } else { false }
            }
            return [own] + definitions(in: child)
        }
    }

    private mutating func append(_ names: [String], _ answers: [String]) {
        let names = names.filter { !$0.isEmpty }
        guard let question = names.first, !answers.isEmpty else { return }
        append(.entry(question: question, aliases: Array(names.dropFirst()), answer: answers.joined(separator: "\n")))
    }

    /// What unfolds is a question and its answer; questions inside it are their own.
    private mutating func readDetails(_ element: MarkupElement) {
        endBlock()
        lineNumber = element.line
        let place = lineNumber
        let question = element["summary"].map { Self.text(of: $0).replacing("\n", with: " ") } ?? ""
        var rest = element
        rest.nodes.removeAll { if case .element(let child) = $0 { child.name == "summary" } else { false } }
        var inner = WebPageBlocks()
        inner.readNodes(rest)
        let found = inner.finished()
        func isEntry(_ block: Document.Block) -> Bool { if case .entry = block.content { true } else { false } }
        let answer = found.filter { !isEntry($0) }.map(\.content.text).joined(separator: "\n")
        guard !question.isEmpty else {
            blocks += found
            return
        }
        lineNumber = place
        if !answer.isEmpty { append(.entry(question: question, answer: answer)) }
        blocks += found.filter(isEntry)
    }

    private mutating func readLines(_ element: MarkupElement) {
        endBlock()
        lineNumber = element.line
        let lines = element.text.replacing("\r\n", with: "\n").lines.map(String.init)
        let text = lines.joined(separator: "\n").trimmed
        if !text.isEmpty { append(.paragraph(text)) }
    }
}
