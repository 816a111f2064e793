internal import Foundation

/// Measures a bot on labelled messages, with the same understanding and routing that a customer meets.
package struct Evaluator {
    let bot: Bot

    /// The model that answers.
    package var model: String { bot.mind.model.id }

    /// Measures what a customer would meet now: files and corrections since the last training count.
    package init(_ bot: Bot, progress: (JobProgress) throws -> Void = { _ in }) throws {
        var bot = bot
        try bot.refreshAll(progress: progress)
        self.bot = bot
    }

    /// One message with what the bot made of it: a line of `test --scores`.
    package struct Scored: Sendable, Codable {
        package let text: String
        /// The label; nil is out of scope.
        package let intent: String?
        package let predicted: String?
        package let confidence: Double
        package let outOfScope: Double
        package let route: String
        package let outcome: RoutingReport.Outcome
        package let location: SourceLocation

        enum CodingKeys: String, CodingKey {
            case text, intent, predicted, confidence, route, outcome, location
            case outOfScope = "out_of_scope"
        }
    }

    /// A message judged: what the ranking says, and what the router does with it.
    struct Judged {
        let message: EvaluationMessage
        let part: Bot.Considered.Part
        let outcome: RoutingReport.Outcome
        let belongsToPerson: Bool

        var ranking: Ranking { part.findings.ranking }
        var firstIntent: Ranking.Candidate? { ranking.first }
        /// The likeliest reply of all, template or knowledge.
        var best: Candidate? { part.understanding.candidates.first }
        var confidence: Double { best?.confidence ?? 0 }
        var isBestRight: Bool { best.map { message.right.contains($0.option) } ?? false }
    }

    /// What came of testing with labelled messages: the figures, what plots show, and each message.
    package struct Tested: Sendable {
        package let report: TestReport
        package let details: TestDetails
        let intents: IntentScores
        let confidences: ConfidenceScores
        package let scored: [Scored]
    }

    /// Throws every label of messages that leads nowhere, and what conversations expect that is not there.
    package func assertLabels(of messages: [EvaluationMessage], _ conversations: [ConversationTest]) throws {
        guard !messages.isEmpty || !conversations.isEmpty else { return }
        let names = KnownNames(intents: Set(bot.files.current.catalog.names), entries: try bot.mind.entryIDs())
        try names.assertLabels(of: messages, conversations)
    }

    /// Puts every message to the bot, each as the first of a conversation, and measures the replies.
    package func evaluate(
        _ messages: [EvaluationMessage], progress: (Int) -> Void = { _ in }
    ) throws -> Tested {
        let start = ContinuousClock.now
        let catalog = bot.files.current.catalog
        try assertLabels(of: messages, [])
        let handoffs = Set(catalog.intents.filter { $0.handoff != nil }.map(\.name))
        let judged = try messages.enumerated().map { index, message in
            let considered = try bot.consider(message.text, ConversationState(), in: "evaluation")
            progress(index + 1)
            return Judged(
                message: message, part: considered.first,
                outcome: .judge(considered.first.decision.route, right: message.right, handoffs: handoffs),
                belongsToPerson: message.intent.map(handoffs.contains) ?? false)
        }
        let intents = IntentScores(judged.compactMap(Self.answer))
        let covered = judged.filter { !$0.message.isOutOfScope }
        let confidences = ConfidenceScores(covered.map(\.confidence), right: covered.map(\.isBestRight))
        let report = TestReport(
            judged, intents, confidences, settings: bot.files.current.settings,
            outOfScopeThreshold: bot.mind.model.classifier.outOfScopeThreshold,
            seconds: start.milliseconds / 1000)
        return Tested(
            report: report, details: TestDetails(judged, intents, confidences), intents: intents,
            confidences: confidences, scored: judged.map(Self.scored))
    }

    private static func answer(_ judged: Judged) -> Confusion.Answer? {
        judged.message.intent.map { truth in
            Confusion.Answer(
                truth: truth, judged.ranking, text: judged.message.text, location: judged.message.location)
        }
    }

    private static func scored(_ judged: Judged) -> Scored {
        Scored(
            text: judged.message.text, intent: judged.message.intent, predicted: judged.best?.option.name,
            confidence: judged.confidence, outOfScope: judged.ranking.outOfScope,
            route: judged.part.decision.route.name, outcome: judged.outcome, location: judged.message.location)
    }
}
