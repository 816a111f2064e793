/// One thing that the bot can tell: a question and its answer, or one passage of an article.
public struct KnowledgeEntry: Sendable, Hashable {
    public enum Status: String, Sendable, Codable, CaseIterable {
        case published
        /// Kept for its author, never answered.
        case draft
    }

    /// With `language`, the entry's key; an entry has the same id in each language.
    public let id: String
    public let language: Language
    /// The question; for a passage its title path ("Care of cast iron › Rust").
    public let question: String
    public let aliases: [String]
    public let answer: String
    public let category: String?
    /// Where the fact comes from, as cited to the customer.
    public let source: String?
    /// The last day it is answered on, as `YYYY-MM-DD`.
    public let validUntil: String?
    public let status: Status
    /// Whether it is a passage of an article or a document: its question is a path of titles, which pieces of one section
    /// share.
    public let isPassage: Bool
    public let location: SourceLocation
}

extension KnowledgeEntry {
    /// What tells an entry from all others: the same id in another language is another entry.
    package struct Key: Sendable, Hashable {
        let id: String
        let language: Language

        package init(id: String, language: Language) {
            self.id = id
            self.language = language
        }
    }

    var key: Key { Key(id: id, language: language) }

    /// The same entry, standing elsewhere.
    func moved(to location: SourceLocation) -> KnowledgeEntry {
        KnowledgeEntry(
            id: id, language: language, question: question, aliases: aliases, answer: answer, category: category,
            source: source, validUntil: validUntil, status: status, isPassage: isPassage, location: location)
    }
}
