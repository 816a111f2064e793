/// What `frontdesk.yml` says: each key has a default.
package struct Settings: Sendable {
    /// How a person takes over.
    package enum Handoff: Sendable, Hashable {
        /// A program that reads the summary as JSON; its path is relative to the bot's folder.
        case command(String)
        /// A file to which the summary is appended as one JSON line.
        case file(String)
    }

    package var languages: [Language] = [.english, .chinese]
    /// Named values used in answers, in each language.
    package var facts: [String: LocalizedText] = [:]
    /// Where each fact stands.
    package var factLocations: [String: SourceLocation] = [:]
    /// The share of given answers that may be wrong.
    package var targetWrongShare = 0.03
    /// The share of messages that nothing of this bot's covers.
    package var outOfScopeShare = 0.1
    package var handoff: Handoff?
    /// How long conversations are kept; nil is for ever.
    package var retentionDays: Int?

    package init() {}

    /// The facts in one language; a fact without it stands in the bot's first language that has it.
    package func facts(in language: Language) -> [String: String] {
        facts.compactMapValues { wording in
            wording[language] ?? languages.compactMap { wording[$0] }.first ?? wording.values.sorted().first
        }
    }
}
