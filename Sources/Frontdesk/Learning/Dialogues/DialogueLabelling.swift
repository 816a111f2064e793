package import Kernels

/// Labels what customers asked by what they were answered.
package struct DialogueLabelling {
    /// A question with the label that most speaks for, and what does.
    package struct Labelled: Sendable {
        package let question: DialogueQuestion
        package let label: Correction.Label
        package let evidence: LabelEvidence
        package var weight: Double { evidence.weight }

        package init(question: DialogueQuestion, label: Correction.Label, evidence: LabelEvidence) {
            (self.question, self.label, self.evidence) = (question, label, evidence)
        }
    }

    /// What came of questions: those that an answer tells something about, and those whose answers are none of the bot's.
    package struct Result: Sendable {
        package var labelled: [Labelled] = []
        package var unmatched: [DialogueQuestion] = []
        /// Nobody answered them.
        package var unanswered: [DialogueQuestion] = []
    }

    let matcher: AnswerMatcher
    let calibration: AnswerCalibration
    let neighbours: ExampleNeighbours?
    /// All that a message of this bot can mean: a log may name what is gone, or another bot's.
    let labels: Set<Correction.Label>
    /// Reads texts: (n, H), of length one.
    let embed: ([String]) throws -> Matrix

    package init(
        _ matcher: AnswerMatcher, _ calibration: AnswerCalibration, _ neighbours: ExampleNeighbours?,
        labels: Set<Correction.Label>, embed: @escaping ([String]) throws -> Matrix
    ) {
        (self.matcher, self.calibration, self.neighbours) = (matcher, calibration, neighbours)
        (self.labels, self.embed) = (labels, embed)
    }

    /// What a reply says of the question before it.
    private struct Claim {
        let label: Correction.Label
        let source: LabelEvidence.Source
        let probability: Double
        /// The reply, as it is compared with others: the same twice tells no more than once.
        let reply: MessageKey
    }

    /// What speaks for a label.
    private struct Support {
        let bySource: [LabelEvidence.Source: Double]
        /// Noisy-or of all sources.
        let total: Double
    }

    /// A reply that matches less is like no answer of the bot's.
    package static let leastMatch = 0.2
    /// The next question is the same in other words.
    private static let rephrased = 0.75
    /// Later replies seldom belong to the question any more.
    private static let mostReplies = 3

    package func label(_ questions: [DialogueQuestion]) throws -> Result {
        var result = Result()
        var claimed: [(question: DialogueQuestion, claims: [Claim])] = []
        for (question, claims) in zip(questions, try claims(of: questions)) {
            if question.replies.isEmpty {
                result.unanswered.append(question)
            } else if claims.isEmpty {
                result.unmatched.append(question)
            } else {
                claimed.append((question, claims))
            }
        }
        result.labelled = try weigh(claimed)
        return result
    }

    /// What the replies to each question say that is like an answer of the bot's.
    private func claims(of questions: [DialogueQuestion]) throws -> [[Claim]] {
        let replies = questions.enumerated().flatMap { place, question in
            question.replies.prefix(Self.mostReplies).map { (place, $0, AgentText.cleaned($0.text)) }
        }
        let matches = try matcher.matches(of: replies.map(\.2), embed: embed)
        var claims = [[Claim]](repeating: [], count: questions.count)
        for ((place, reply, text), match) in zip(replies, matches) {
            let key = MessageKey(text)
            if let rated = Self.rated(reply), labels.contains(rated) {
                claims[place].append(Claim(label: rated, source: .rated, probability: LabelEvidence.rated, reply: key))
            }
            guard let match, reply.isOfOthers else { continue }
            let probability = calibration.probability(match.likeness)
            guard probability >= Self.leastMatch else { continue }
            let isAgent = reply.speaker == .agent
            claims[place].append(
                Claim(
                    label: match.label, source: isAgent ? .agent : .bot,
                    probability: probability * (isAgent ? 1 : LabelEvidence.trustInBots), reply: key))
        }
        return claims
    }

    /// What a bot's reply that the customer called good was about.
    private static func rated(_ reply: DialogueQuestion.Reply) -> Correction.Label? {
        guard reply.speaker == .bot, reply.turn.feedback == .good else { return nil }
        return reply.turn.answerID.map { .entry($0) } ?? reply.turn.intent.map { .intent($0) }
    }

    /// Brings together what speaks for the labels of each question, and of the same question in other conversations.
    private func weigh(_ claimed: [(question: DialogueQuestion, claims: [Claim])]) throws -> [Labelled] {
        guard !claimed.isEmpty else { return [] }
        let texts = claimed.map { LogMessage.cleaned($0.question.text) }
        let following = claimed.map { $0.question.ending.next.map(LogMessage.cleaned) }
        let vectors = try TextVectors(texts + following.compactMap(\.self), embed)
        let votes = neighbours?.votes(of: vectors.rows(texts))
        let keys = texts.map(MessageKey.init)
        let supports = Dictionary(grouping: claimed.indices) { keys[$0] }
            .mapValues { places in Self.supports(of: places.flatMap { claimed[$0].claims }) }
        return claimed.indices.map { place in
            let (label, evidence) = Self.evidence(supports[keys[place], default: [:]], votes?[place])
            var doubted = evidence
            let question = claimed[place].question
            let isAskedAgain = following[place].map { vectors.cosine(texts[place], $0) >= Self.rephrased } ?? false
            doubted.isDoubted =
                isAskedAgain || question.ending.wantsPerson || question.replies.contains { $0.turn.feedback == .bad }
            return Labelled(question: question, label: label, evidence: doubted)
        }
    }

    /// The label that most speaks for, with what does and what speaks for others.
    private static func evidence(
        _ byLabel: [Correction.Label: Support], _ vote: ExampleNeighbours.Vote?
    ) -> (Correction.Label, LabelEvidence) {
        let best = byLabel.min { ($1.value.total, $0.key.name) < ($0.value.total, $1.key.name) }
        guard let (label, support) = best else { preconditionFailure("a question without a claim") }
        var evidence = LabelEvidence()
        evidence.support = support.bySource
        evidence.objections = byLabel.filter { $0.key != label }.map(\.value.total)
        if let vote {
            if vote.label == label {
                evidence.add(.examples, vote.probability)
            } else {
                evidence.objections.append(vote.probability)
            }
        }
        return (label, evidence)
    }

    /// What the replies to one question, in however many conversations, say for each label.
    private static func supports(of claims: [Claim]) -> [Correction.Label: Support] {
        Dictionary(grouping: claims, by: \.label).mapValues(support)
    }

    /// Of each source noisy-or of the replies that differ.
    private static func support(_ claims: [Claim]) -> Support {
        let bySource = Dictionary(grouping: claims, by: \.source).mapValues { claims in
            let replies = Dictionary(claims.map { ($0.reply, $0.probability) }, uniquingKeysWith: max)
            return 1 - replies.values.sorted().reduce(1) { $0 * (1 - $1) }
        }
        return Support(bySource: bySource, total: 1 - bySource.values.sorted().reduce(1) { $0 * (1 - $1) })
    }
}
