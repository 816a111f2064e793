internal import Foundation

/// A wording that the bot could have answered with: of a template, or of a knowledge entry.
package struct AnswerTarget: Sendable, Hashable {
    package let label: Correction.Label
    package let language: Language
    /// Without the places for what only the customer knows; facts are filled in.
    package let text: String

    package init(_ label: Correction.Label, _ language: Language, _ text: String) {
        (self.label, self.language, self.text) = (label, language, text)
    }

    /// All that a bot with these files says: the wordings of each intent, the answer of each entry.
    package static func all(
        _ catalog: IntentCatalog, _ settings: Settings, _ entries: [KnowledgeEntry]
    ) throws -> [AnswerTarget] {
        let templates = try catalog.intents.flatMap { intent in
            try intent.answers.flatMap { variant in
                try variant.wording.sorted { $0.key.rawValue < $1.key.rawValue }.map { language, wording in
                    let facts = settings.facts(in: language)
                    let text = try AnswerTemplate(wording, at: variant.location).render([:], facts: facts)
                    return AnswerTarget(.intent(intent.name), language, AgentText.cleaned(text))
                }
            }
        }
        let told = entries.map { entry in
            // An entry's answer may hold marks that are no template: they say nothing, whatever they are.
            let text = entry.answer.replacing(/\{\{[^}]*\}\}/, with: " ")
            return AnswerTarget(.entry(entry.id), entry.language, AgentText.cleaned(text))
        }
        return (templates + told).filter { !$0.text.isEmpty }
    }
}
