internal import Foundation

/// Gathers a document's blocks under its headings and makes records of them: a passage a section, and marked questions.
struct DocumentSections {
    private let document: Document
    private var titles: [(level: Int, text: String)] = []
    private var section: [Document.Block] = []
    private var records: [KnowledgeRecord] = []

    /// The records of a document in reading order; one without any text is an error.
    static func records(of document: Document) throws -> SourceRecords {
        var document = document
        document.blocks = MarkedQuestions.found(in: document.blocks)
        var sections = DocumentSections(document)
        for block in document.blocks { sections.read(block) }
        sections.endSection()
        guard !sections.records.isEmpty else {
            throw BotError(
                .badData, at: SourceLocation(file: document.file, line: 1, column: 1), "the document has no text",
                mend: "Text in pictures and behind scripts is not read: save what people see as text")
        }
        return SourceRecords(records: sections.inOneLanguage(), notes: document.notes)
    }

    private init(_ document: Document) {
        self.document = document
    }

    private mutating func read(_ block: Document.Block) {
        switch block.content {
        case .heading(let level, let text):
            endSection()
            titles.removeAll { $0.level >= level }
            titles.append((level, text))
        case .entry(let question, let aliases, let answer):
            var record = record(question, answer, line: block.line)
            record.aliases = aliases
            record.category = titles.last?.text
            records.append(record)
        default: section.append(block)
        }
    }

    private mutating func endSection() {
        guard let line = section.first?.line else { return }
        let path = titles.isEmpty ? document.title : titles.map(\.text).joined(separator: Article.titleSeparator)
        records += SectionText.passages(of: section.map(\.content)).map { text in
            var record = record(path, text, line: line)
            record.isPassage = true
            return record
        }
        section = []
    }

    private func record(_ question: String, _ answer: String, line: Int) -> KnowledgeRecord {
        KnowledgeRecord(
            question: question, answer: answer, source: document.source,
            location: SourceLocation(file: document.file, line: line, column: 1))
    }

    /// Passages have the document's language, which their few words may not show; questions have their own.
    private func inOneLanguage() -> [KnowledgeRecord] {
        let detected = Language.detect(in: records.map(\.answer).joined(separator: "\n"))
        // Pages often claim to be English, whatever they are written in.
        let language = detected == .chinese ? detected : document.language ?? detected
        return records.map { record in
            var record = record
            record.language = Language.detect(in: record.question) == .chinese ? .chinese : language
            return record
        }
    }
}
