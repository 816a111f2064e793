internal import ArgumentParser
internal import Frontdesk

/// `frontdesk review --answers`
extension ReviewCommand {
    func validateAnswers() throws {
        if let wrong = draft.first(where: { Int($0).map { $0 < 1 } ?? true }) {
            throw ValidationError("with --answers, --draft must be the number of an answer, not '\(wrong)'")
        }
        try Self.refuseTwice(draft.compactMap(Int.init).map(String.init))
    }

    func findAnswers(on console: Console) throws {
        let review = try AnswerReview(
            options.existing(), Installation(cache: try CommandEnvironment.current.cache()))
        let progress = JobProgressLine(on: console)
        defer { progress.finish() }
        let answers = try review.proposals { progress.show($0) }
        progress.finish()
        guard draft.isEmpty else { return try write(draft.compactMap(Int.init), of: answers, review, on: console) }
        guard options.json else { return try AnswerReport(answers: answers).print(on: console) }
        for (index, answer) in answers.enumerated() {
            try console.print(json: ProposedAnswerJSON(answer, number: index + 1))
        }
    }

    private func write(
        _ numbers: [Int], of answers: [ProposedAnswer], _ review: AnswerReview, on console: Console
    ) throws {
        if let wrong = numbers.first(where: { $0 > answers.count }) {
            throw BotError(
                .usage, "there is no answer \(wrong)",
                mend: "There are \(answers.count); 'frontdesk review --answers' lists them")
        }
        for number in numbers {
            let id = try review.writeDraft(answers[number - 1])
            console.note("\(AnswerReview.file): \(id), a draft; 'status: published' has it told.")
        }
    }
}
