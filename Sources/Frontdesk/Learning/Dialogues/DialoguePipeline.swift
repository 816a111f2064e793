internal import Foundation
package import Kernels

/// From old conversations to examples, step by step: questions, clean, labels, choice, answers, split.
///
/// docs/logs.md tells what each does and what it is worth.
package struct DialoguePipeline {
    let catalog: IntentCatalog
    let settings: Settings
    /// Those that the bot tells.
    let entries: [KnowledgeEntry]
    /// What people said that messages mean.
    let corrections: [Correction]
    /// Reads texts: (n, H), of length one.
    let embed: ([String]) throws -> Matrix

    /// What came of the conversations.
    package struct Outcome {
        package let examples: [TrainingExample]
        /// Questions whose answers are none of the bot's: what knowledge lacks.
        package let unmatched: [DialogueQuestion]
        package let explanation: DataExplanation
        /// How many questions somebody else than this bot answered.
        package let answered: Int
    }

    package init(
        _ catalog: IntentCatalog, _ settings: Settings, _ entries: [KnowledgeEntry], _ corrections: [Correction],
        embed: @escaping ([String]) throws -> Matrix
    ) {
        (self.catalog, self.settings, self.entries) = (catalog, settings, entries)
        (self.corrections, self.embed) = (corrections, embed)
    }

    /// Takes conversations through all steps; `set` are the examples that there are.
    package func run(_ pick: QuestionPick, besides set: TrainingSet) throws -> Outcome {
        let personalData = try PersonalData(catalog)
        var explanation = DataExplanation(without: personalData)
        explain(pick, in: &explanation)
        let clean = clean(pick.questions, in: &explanation)
        let (told, open) = split(clean)
        let labelled = try labels(of: open, set)
        explain(labelled, told: told, in: &explanation)
        // Examples have no personal data: what differs by that alone would be the same example twice.
        let known =
            (set.training + set.heldOut).filter { $0.provenance != .named }.map(\.text)
            + corrections.map { personalData.redact($0.text) }
        let choice = ExampleChoice(labelled.labelled, known: known) { personalData.redact($0.text) }
        explain(choice, in: &explanation)
        let examples = choice.taken.map { Self.example($0, without: personalData) }
        explain(set, examples, in: &explanation)
        return Outcome(
            examples: examples, unmatched: labelled.unmatched, explanation: explanation,
            answered: clean.count { $0.replies.contains(where: \.isOfOthers) })
    }

    /// Without what programs wrote, and what is in a language that the bot does not answer in.
    private func clean(_ questions: [DialogueQuestion], in explanation: inout DataExplanation) -> [DialogueQuestion] {
        let languages = Set(settings.languages)
        var (kept, mails, foreign) = ([DialogueQuestion](), [String](), [String]())
        for question in questions {
            let text = question.text
            if AutomaticMail.isOne(text) {
                mails.append(text)
            } else if let language = WrittenLanguage.of(text), !languages.contains(language) {
                foreign.append(text)
            } else {
                kept.append(question)
            }
        }
        explanation.begin("clean", "what programs wrote and other languages left out")
        explanation.count("left", kept.map(\.text))
        explanation.count("automatic mails", mails)
        explanation.count("other languages", foreign)
        return kept
    }

    /// Sets apart what somebody said the meaning of.
    private func split(_ questions: [DialogueQuestion]) -> (told: [DialogueQuestion], open: [DialogueQuestion]) {
        let keys = Set(corrections.map { MessageKey($0.text) })
        func isTold(_ question: DialogueQuestion) -> Bool { question.parts.contains { keys.contains(MessageKey($0)) } }
        return (questions.filter(isTold), questions.filter { !isTold($0) })
    }

    private func labels(of questions: [DialogueQuestion], _ set: TrainingSet) throws -> DialogueLabelling.Result {
        let matcher = AnswerMatcher(try AnswerTarget.all(catalog, settings, entries))
        let examples = set.messages.compactMap { example in
            example.intent.map { (example.text, Correction.Label.intent($0)) }
        }
        let vectors = try embed(examples.map(\.0))
        return try DialogueLabelling(
            matcher, AnswerCalibration(matcher, embed: embed),
            ExampleNeighbours(examples.map(\.1), vectors: vectors), labels: meanings, embed: embed
        ).label(questions)
    }

    /// All that a message can mean to a bot with these files.
    private var meanings: Set<Correction.Label> {
        Set(catalog.names.map(Correction.Label.intent)).union(entries.map { .entry($0.id) })
    }

    private static func example(
        _ item: DialogueLabelling.Labelled, without personalData: PersonalData
    ) -> TrainingExample {
        TrainingExample(
            text: personalData.redact(item.question.text), label: item.label, provenance: .answered,
            conversation: item.question.conversation, location: TrainingExample.log)
    }
}
