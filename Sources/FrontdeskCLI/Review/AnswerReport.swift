internal import Frontdesk

/// The answers that `review --answers` proposes, as a person reads them.
struct AnswerReport {
    let answers: [ProposedAnswer]

    func print(on console: Console) throws {
        guard !answers.isEmpty else {
            return try console.print("Agents told customers nothing, more than twice, that knowledge lacks.")
        }
        for (index, answer) in answers.enumerated() {
            try console.print("\("\(index + 1)", .strong)  \(answer.question, .strong)")
            for line in WrappedText.lines(answer.answer, limit: max(20, console.columns - 4)) {
                try console.print("    \(line)")
            }
            try console.print("    \(evidence(answer), .faint)")
        }
        try console.print("")
        try console.print("\("--draft NUMBER makes a draft of one: it is told from when you publish it.", .faint)")
    }

    private func evidence(_ answer: ProposedAnswer) -> String {
        let solved = answer.solved.map { ", \(Percent.of($0)) ended well" } ?? ""
        return """
            \(Count.of(answer.conversations, "conversation")), \(Count.of(answer.customers, "customer")), \
            \(Percent.of(answer.agreement)) of the answers say the same\(solved)
            """
    }
}

/// An answer as `review --answers --json` prints it.
struct ProposedAnswerJSON: Encodable {
    let number: Int
    let question: String
    let aliases: [String]
    let answer: String
    let conversations: Int
    let customers: Int
    let agreement: Double
    let solved: Double?

    init(_ answer: ProposedAnswer, number: Int) {
        self.number = number
        question = answer.question
        aliases = answer.aliases
        self.answer = answer.answer
        conversations = answer.conversations
        customers = answer.customers
        agreement = answer.agreement
        solved = answer.solved
    }
}
