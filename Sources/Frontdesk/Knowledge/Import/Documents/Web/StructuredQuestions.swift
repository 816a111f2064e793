internal import Foundation

/// The questions and answers that a page lists for search engines (schema.org's `FAQPage`, as JSON-LD).
struct StructuredQuestions {
    private struct Entry {
        let question: String
        let answer: String
        let line: Int
    }

    private let file: String
    private var entries: [Entry] = []
    private var unreadable = 0
    /// Questions whose HTML cannot be read.
    private var unreadableQuestions = 0

    init(_ root: MarkupElement, file: String) {
        self.file = file
        let scripts = root.outermost { element in
            element.name == "script"
                && element.attributes["type"]?.lowercased().hasPrefix("application/ld+json") == true
        }
        for script in scripts {
            do {
                let value = try JSONSerialization.jsonObject(with: Data(script.text.utf8), options: [.fragmentsAllowed])
                find(in: value, line: script.line)
            } catch {
                unreadable += 1
            }
        }
    }

    /// Puts the questions before the page's text and takes out of it what asks the same.
    func join(_ document: inout Document) {
        if unreadable > 0 {
            document.notes.append("a list of questions for search engines is no JSON and was left out")
        }
        if unreadableQuestions > 0 {
            document.notes.append(
                unreadableQuestions == 1
                    ? "a question for search engines cannot be read and was left out"
                    : "\(unreadableQuestions) questions for search engines cannot be read and were left out")
        }
        guard !entries.isEmpty else { return }
        let asked = Set(entries.map { TextAnalysis.normalised($0.question) })
        var isAsked = false
        document.blocks = document.blocks.filter { block in
            switch block.content {
            case .heading(_, let text): isAsked = asked.contains(TextAnalysis.normalised(text))
            case .entry(let question, _, _): return !asked.contains(TextAnalysis.normalised(question))
            default: break
            }
            return !isAsked
        }
        document.blocks =
            entries.map { entry in
                Document.Block(content: .entry(question: entry.question, answer: entry.answer), line: entry.line)
            } + document.blocks
    }

    private mutating func find(in value: Any, line: Int) {
        if let list = value as? [Any] {
            for item in list { find(in: item, line: line) }
        } else if let object = value as? [String: Any] {
            if Self.types(of: object).contains("Question") { add(object, line: line) }
            for key in ["@graph", "mainEntity", "hasPart", "itemListElement"] {
                if let inner = object[key] { find(in: inner, line: line) }
            }
        }
    }

    private mutating func add(_ object: [String: Any], line: Int) {
        guard let name = object["name"] as? String ?? object["text"] as? String else { return }
        let answers = object["acceptedAnswer"] ?? object["suggestedAnswer"]
        let first = (answers as? [Any])?.first ?? answers
        guard let text = (first as? [String: Any])?["text"] as? String ?? first as? String else { return }
        do {
            let question = try plain(name).replacing("\n", with: " ")
            let answer = try plain(text)
            if !question.isEmpty, !answer.isEmpty {
                entries.append(Entry(question: question, answer: answer, line: line))
            }
        } catch {
            unreadableQuestions += 1
        }
    }

    private static func types(of object: [String: Any]) -> [String] {
        let types = object["@type"] as? [String] ?? [object["@type"] as? String].compactMap { $0 }
        return types.map { $0.split { $0 == "/" || $0 == ":" }.last.map(String.init) ?? $0 }
    }

    /// Questions and answers may hold HTML.
    private func plain(_ text: String) throws -> String {
        guard text.contains("<") || text.contains("&") else { return text.trimmed }
        let reader = try MarkupReader(page: text, file: file)
        var blocks = WebPageBlocks()
        while let event = try reader.next() {
            if event == .start { blocks.read(try reader.element()) }
        }
        return blocks.finished().map(\.content.text).joined(separator: "\n")
    }
}
