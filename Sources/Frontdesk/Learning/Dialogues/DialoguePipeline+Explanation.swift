/// What each step did, with counts and examples.
extension DialoguePipeline {
    func explain(_ pick: QuestionPick, in explanation: inout DataExplanation) {
        explanation.begin("questions", "what customers asked; turns in a row are one question")
        explanation.count("questions", pick.questions.map(\.text))
        explanation.count("of several turns", pick.questions.filter { $0.parts.count > 1 }.map(\.text))
        for reason in QuestionPick.Aside.allCases {
            explanation.count("set apart: \(reason.rawValue)", pick.asides.filter { $0.reason == reason }.map(\.text))
        }
    }

    func explain(
        _ result: DialogueLabelling.Result, told: [DialogueQuestion], in explanation: inout DataExplanation
    ) {
        explanation.begin("labels", "what the answers say that questions mean")
        explanation.count("said by a person (weight 1)", told.map(\.text))
        for source in LabelEvidence.Source.allCases {
            let items = result.labelled.filter { $0.evidence.support[source] != nil }
            explanation.count("told by: \(source.rawValue)", items.map(Self.line))
        }
        explanation.count(
            "contradicted", result.labelled.filter { $0.evidence.objections.contains { $0 > 0.5 } }.map(Self.line))
        explanation.count("asked again or for a person", result.labelled.filter(\.evidence.isDoubted).map(Self.line))
        explanation.count("answered by what is no answer of the bot", result.unmatched.map(\.text))
        explanation.count("without an answer", result.unanswered.map(\.text))
    }

    func explain(_ choice: ExampleChoice, in explanation: inout DataExplanation) {
        explanation.begin("choice", "labels of weight \(ExampleChoice.leastWeight) become examples, each once")
        explanation.count("taken", choice.taken.map(Self.line))
        for reason in ExampleChoice.Refusal.allCases {
            let refused = choice.refused.filter { $0.reason == reason }
            explanation.count(
                "left out: \(Self.words[reason] ?? reason.rawValue)", refused.map { Self.line($0.question) })
        }
    }

    func explain(_ set: TrainingSet, _ added: [TrainingExample], in explanation: inout DataExplanation) {
        explanation.begin("split", "what is learnt and what is held out, by conversation and near-duplicates")
        let counts = set.adding(added).examplesByProvenance
        for provenance in TrainingExample.Provenance.allCases {
            guard let count = counts[provenance.rawValue] else { continue }
            explanation.note("learnt: \(provenance.rawValue)", count)
        }
        explanation.count("held out", set.heldOut.map(\.text))
    }

    private static let words: [ExampleChoice.Refusal: String] = [
        .unsure: "too unsure", .known: "an example already", .repeated: "nearly the same as another",
        .plenty: "its label has \(ExampleChoice.perLabel)", .customer: "more than 5 % of one customer",
    ]

    /// "0.97 refund_status: where is my money".
    private static func line(_ item: DialogueLabelling.Labelled) -> String {
        let hundredths = Int((item.weight * 100).rounded())
        let weight = hundredths >= 100 ? "1.00" : "0." + (hundredths < 10 ? "0" : "") + "\(hundredths)"
        return "\(weight) \(item.label.name): \(item.question.text)"
    }
}
