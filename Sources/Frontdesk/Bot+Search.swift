/// Looking into the knowledge without a conversation.
extension Bot {
    /// What the knowledge index finds for a query, the best first.
    package mutating func search(_ query: String, limit: Int) throws -> [KnowledgeHit] {
        try refresh()
        let language = Language.detect(in: query) ?? files.current.settings.languages.first ?? .english
        return try mind.hits(for: query, language, limit: limit)
    }
}
