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
    public let location: SourceLocation
}
