package import Kernels

/// An answer that knowledge lacks: what agents told customers who asked the same.
package struct ProposedAnswer: Sendable {
    /// The question nearest to the middle of those that were asked, without personal data.
    package let question: String
    /// Others in other words, likewise.
    package let aliases: [String]
    /// What an agent said, without names, initials and personal data.
    package let answer: String
    package let conversations: Int
    package let customers: Int
    /// The share of the agents' answers that say the same.
    package let agreement: Double
    /// The share of the conversations that ended well, of those that tell; nil where none does.
    package let solved: Double?
}

/// Groups questions that were answered by nothing that the bot knows, and picks the best answer of each group.
package struct AnswerProposals: Sendable {
    /// Those that most customers asked for, and most agents agree on, first.
    package private(set) var answers: [ProposedAnswer] = []

    /// So many conversations make a proposal.
    private static let fewest = 3
    /// Answers so near to each other say the same.
    private static let same = 0.7
    private static let mostAliases = 5

    /// `embed` reads texts (n, H), of length one.
    package init(
        _ questions: [DialogueQuestion], personalData: PersonalData, seed: UInt64 = 1,
        embed: ([String]) throws -> Matrix
    ) throws {
        let asked = questions.compactMap { question in
            AgentAnswer(to: question, without: personalData).map { (question: question, answer: $0) }
        }
        guard !asked.isEmpty else { return }
        let texts = asked.map { LogMessage.cleaned($0.question.text) }
        let questionVectors = try TextVectors(texts, embed).rows(texts)
        let answerVectors = try TextVectors(asked.map(\.answer.text), embed)
        let topics = TopicClustering(questionVectors, labels: texts.map { _ in nil }, count: nil, seed: seed)
        let groups = Dictionary(grouping: asked.indices) { topics.members[$0] }
        let found = groups.keys.sorted().compactMap { group -> ProposedAnswer? in
            let members = groups[group, default: []].sorted { (topics.cosines[$1], $0) < (topics.cosines[$0], $1) }
            return Self.answer(members.map { asked[$0] }, answerVectors, personalData)
        }
        answers = found.sorted { ($1.worth, $0.question) < ($0.worth, $1.question) }
    }

    /// The best answer of questions that ask the same, the most typical of which stands first.
    private static func answer(
        _ asked: [(question: DialogueQuestion, answer: AgentAnswer)], _ vectors: TextVectors,
        _ personalData: PersonalData
    ) -> ProposedAnswer? {
        guard Set(asked.map(\.question.conversation)).count >= fewest else { return nil }
        // The cosine with the middle of all answers is greatest where the mean of the cosines with each is.
        let told = vectors.rows(asked.map(\.answer.text))
        let middle = told.directions(of: asked.map { _ in 0 })
        let agreements = MatrixProduct.multiply(told, middle, transposingSecond: true).values
        let scores = zip(asked, agreements).map { one, agreement in
            Double(agreement) * one.answer.fitness * one.question.ending.worth
        }
        guard let best = scores.indices.max(by: { scores[$0] < scores[$1] }) else { return nil }
        let agreeing = asked.filter { vectors.cosine($0.answer.text, asked[best].answer.text) >= same }
        guard Set(agreeing.map(\.question.conversation)).count >= fewest else { return nil }
        let questions = agreeing.map { LogMessage.cleaned(personalData.redact($0.question.text)) }.unique { $0 }
        let endings = agreeing.compactMap(\.question.ending.isGood)
        return ProposedAnswer(
            question: questions[0], aliases: Array(questions.dropFirst().prefix(mostAliases)),
            answer: asked[best].answer.text,
            conversations: Set(agreeing.map(\.question.conversation)).count,
            customers: Set(agreeing.map(\.question.customer)).count,
            agreement: Double(agreeing.count) / Double(asked.count),
            solved: endings.isEmpty ? nil : Double(endings.count { $0 }) / Double(endings.count))
    }
}

extension ProposedAnswer {
    /// For how many customers it is the answer, as far as agents agree on it.
    fileprivate var worth: Double { Double(customers) * agreement }
}

/// What an agent told a customer, as others could be told it.
private struct AgentAnswer {
    let text: String

    /// The longest reply that tells something instead of asking; nil where there is none.
    ///
    /// Personal data goes first: an address without its @ would be known no more.
    init?(to question: DialogueQuestion, without personalData: PersonalData) {
        let told = question.replies.filter { $0.speaker == .agent && !LogMessage.asksForDetail($0.text) }
            .map { AgentText.published(personalData.redact($0.text)) }.filter { !$0.isEmpty }
        guard let longest = told.max(by: { $0.count < $1.count }) else { return nil }
        text = longest
    }

    /// A curt answer, or a novel, serves nobody else.
    var fitness: Double {
        let runs = TextRuns(text)
        let length = runs.runs.count { $0.kind != .ideographs } + runs.ideographs / 2
        return Self.usual.contains(length) ? 1 : 0.7
    }

    /// Words, or pairs of ideographs.
    private static let usual = 6...90
}

extension DialogueQuestion.Ending {
    /// Whether it ended well: by what the log says, else by thanks or by the customer's asking for a person.
    var isGood: Bool? { isSolved ?? (wantsPerson ? false : hasThanks ? true : nil) }

    /// What an ending makes of the answer before it.
    fileprivate var worth: Double { isGood.map { $0 ? 1.1 : 0.6 } ?? (next == nil ? 1 : 0.9) }
}
