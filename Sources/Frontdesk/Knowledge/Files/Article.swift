internal import Foundation

/// A Markdown article, cut into passages: one for each heading, named by the titles above it.
struct Article: Sendable, Hashable {
    struct Passage: Sendable, Hashable {
        /// The headings from the article's title down to this one.
        let titles: [String]
        /// The name in `{#name}` behind the heading, which ties the languages' passages together.
        let anchor: String?
        let text: String
        let line: Int
    }

    let passages: [Passage]

    /// Stands between the titles of a passage's path.
    static let titleSeparator = " › "

    /// Reads an article; `name` stands for the title of text above the first heading.
    init(_ markdown: String, name: String) {
        var reader = ArticleReader(name: name)
        for line in markdown.lines { reader.read(line) }
        reader.endPassage()
        passages = reader.passages
    }

    /// The article with long passages cut: each piece stands below the heading again, so that its id is the heading's
    /// with `-2`, `-3` and so on behind it.
    static func cut(_ markdown: String, name: String) -> (markdown: String, long: Int) {
        var reader = ArticleReader(name: name)
        for line in markdown.lines { reader.read(line) }
        reader.endPassage()
        var lines: [Substring] = []
        var long = 0
        for section in reader.sections {
            let pieces = Passages.cut(section.text)
            guard pieces.count > 1 else {
                lines += section.lines
                continue
            }
            long += 1
            let heading = section.heading ?? "# \(name)"
            lines += pieces.flatMap { [heading, "", $0, ""] }
        }
        return (long == 0 ? markdown : lines.joined(separator: "\n"), long)
    }
}

extension KnowledgeRecord {
    /// The passages of an article; `NAME.zh.md` is Chinese.
    ///
    /// A passage's id is the file's name without language, and the anchor of its heading or else the heading itself.
    static func article(_ markdown: String, file: String) throws -> [KnowledgeRecord] {
        let (stem, language) = nameAndLanguage(file)
        let article = Article(markdown, name: stem)
        guard !article.passages.isEmpty else {
            throw BotError(
                .badData, at: SourceLocation(file: file, line: 1, column: 1), "the article has no passage",
                mend: "Give it a line '# Title' and some text below")
        }
        let detected = Language.detect(in: article.passages.map(\.text).joined(separator: "\n"))
        var ids = Set<String>()
        var counts: [String: Int] = [:]
        return article.passages.map { passage in
            let name = passage.titles.count > 1 || passage.anchor != nil ? "\(stem)#\(passage.slug)" : stem
            var id = name
            var count = counts[name] ?? 1
            while !ids.insert(id).inserted {
                count += 1
                id = "\(name)-\(count)"
            }
            counts[name] = count
            return KnowledgeRecord(
                id: id, language: language ?? detected ?? .english,
                question: passage.titles.joined(separator: Article.titleSeparator), answer: passage.text,
                source: passage.titles.first, isPassage: true,
                location: SourceLocation(file: file, line: passage.line, column: 1))
        }
    }

    static func nameAndLanguage(_ file: String) -> (stem: String, language: Language?) {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        let parts = name.split(separator: ".").dropLast()
        guard let code = parts.last, parts.count > 1, code.wholeMatch(of: /[a-z]{2,3}/) != nil else {
            return (parts.joined(separator: "."), nil)
        }
        return (parts.dropLast().joined(separator: "."), Language(rawValue: String(code)))
    }
}

extension Article.Passage {
    /// The anchor, else the heading's words; a number such as "3,000" stays one word.
    fileprivate var slug: String {
        if let anchor { return anchor }
        let heading = (titles.last ?? "").replacing(/([0-9])[.,](?=[0-9])/) { $0.output.1 }
        return TextAnalysis.normalised(heading).replacing(" ", with: "-")
    }
}

/// Reads an article line by line, keeping the headings that are open.
private struct ArticleReader {
    /// A heading, where there is one, and what stands below it.
    struct Section {
        let heading: Substring?
        /// All lines, the heading's among them.
        var lines: [Substring]
        var text = ""
    }

    let name: String
    private(set) var passages: [Article.Passage] = []
    private(set) var sections = [Section(heading: nil, lines: [])]
    private var titles: [(level: Int, text: String)] = []
    private var anchor: String?
    private var body: [Substring] = []
    private var start = 1
    private var line = 0
    private var fence: Substring?

    init(name: String) {
        self.name = name
    }

    mutating func read(_ text: Substring) {
        line += 1
        if fence == nil, text.hasPrefix("<!--"), text.hasSuffix("-->") {
            sections[sections.count - 1].lines.append(text)
            return
        }
        let content = text.drop { $0 == " " }
        if let fence {
            if content.hasPrefix(fence) { self.fence = nil }
        } else if content.hasPrefix("```") || content.hasPrefix("~~~") {
            fence = content.prefix(3)
        } else if let match = text.wholeMatch(of: /(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*/) {
            beginPassage(level: match.1.count, heading: match.2)
            sections.append(Section(heading: text, lines: [text]))
            return
        }
        body.append(text)
        sections[sections.count - 1].lines.append(text)
    }

    private mutating func beginPassage(level: Int, heading: Substring) {
        endPassage()
        titles.removeAll { $0.level >= level }
        if let match = heading.wholeMatch(of: /(.*?)\s*\{#([A-Za-z0-9_-]+)\}/) {
            titles.append((level, String(match.1)))
            anchor = String(match.2)
        } else {
            titles.append((level, String(heading)))
            anchor = nil
        }
        start = line
    }

    /// A heading without text of its own only names those below it.
    mutating func endPassage() {
        let text = body.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
        body = []
        sections[sections.count - 1].text = text
        guard !text.isEmpty else { return }
        let titles = titles.isEmpty ? [name] : titles.map(\.text)
        passages.append(Article.Passage(titles: titles, anchor: anchor, text: text, line: start))
    }
}
