/// How a bot's replies to labelled messages turned out, at the thresholds in force.
package struct RoutingReport: Sendable, Codable {
    /// What became of one message.
    package enum Outcome: String, Sendable, Codable {
        /// Answered rightly, or asked for the slot that the right answer needs.
        case right
        /// Answered with something else.
        case wrong
        /// Asked which is meant, the right one among the choices.
        case clarified
        /// Asked which is meant, the right one not among the choices.
        case misclarified
        /// Given to a person as it should be.
        case handedOver = "handed_over"
        /// Given to a person without need.
        case falseHandoff = "false_handoff"
        case unanswered
    }

    /// The share of in-scope messages, but for those that belong to a person, answered rightly without one.
    package let automation: Double
    /// The share of in-scope messages answered wrongly.
    package let wrong: Double
    /// The share of in-scope messages answered by a question which of two things is meant.
    package let clarified: Double
    /// The share of messages that belong to a person which reach one.
    package let handoffRecall: Double
    /// The share of the other in-scope messages that reach a person all the same.
    package let falseHandoffs: Double
    /// The share of out-of-scope messages not answered as if they were in scope, by their kind.
    package let outOfScopeRejected: [String: Double]
    package let inScope: Int
    package let outOfScope: Int

    enum CodingKeys: String, CodingKey {
        case automation, wrong, clarified
        case handoffRecall = "handoff_recall"
        case falseHandoffs = "false_handoffs"
        case outOfScopeRejected = "out_of_scope_rejected"
        case inScope = "in_scope"
        case outOfScope = "out_of_scope_messages"
    }

    /// One judged message.
    package struct Judged: Sendable {
        package let message: EvaluationMessage
        package let outcome: Outcome
        /// Whether the right reply is a handoff.
        package let belongsToPerson: Bool
    }

    package init(_ judged: [Judged]) {
        let inScope = judged.filter { !$0.message.isOutOfScope }
        let outside = judged.filter(\.message.isOutOfScope)
        let own = inScope.filter { !$0.belongsToPerson }
        let persons = inScope.filter(\.belongsToPerson)
        automation = Self.share(own) { $0.outcome == .right || $0.outcome == .clarified }
        wrong = Self.share(inScope) { $0.outcome == .wrong }
        clarified = Self.share(inScope) { $0.outcome == .clarified || $0.outcome == .misclarified }
        handoffRecall = Self.share(persons) { $0.outcome == .handedOver }
        falseHandoffs = Self.share(own) { $0.outcome == .falseHandoff }
        outOfScopeRejected = Dictionary(grouping: outside) { $0.message.kind ?? "all" }
            .mapValues { messages in Self.share(messages) { $0.outcome != .wrong } }
        self.inScope = inScope.count
        outOfScope = outside.count
    }

    private static func share(_ judged: [Judged], _ fits: (Judged) -> Bool) -> Double {
        judged.isEmpty ? 0 : Double(judged.count(where: fits)) / Double(judged.count)
    }
}

extension RoutingReport.Outcome {
    /// Judges one decision against what is right; `handoffs` are the intents that belong to a person.
    package static func judge(_ route: Route, right: Set<Candidate.Option>, handoffs: Set<String>) -> Self {
        let belongsToPerson = right.contains { option in
            if case .intent(let name) = option { handoffs.contains(name) } else { false }
        }
        switch route {
        case .template(let intent), .ask(let intent, _, _): return right.contains(.intent(intent)) ? .right : .wrong
        case .knowledge(let id): return right.contains(.entry(id)) ? .right : .wrong
        case .clarify(let options), .clarifyUnsure(let options):
            return right.isDisjoint(with: options) ? .misclarified : .clarified
        case .noSuchChoice, .handoff(.failed), .fallback, .cancelled: return .unanswered
        case .handoff: return belongsToPerson ? .handedOver : right.isEmpty ? .unanswered : .falseHandoff
        }
    }
}

extension RoutingReport {
    /// The figures in the order in which people read them, with their names.
    package static let figures: [(name: String, text: @Sendable (RoutingReport) -> String)] = [
        ("messages in scope", { String($0.inScope) }),
        ("answered rightly without a person", { Percent.of($0.automation) }),
        ("answered wrongly", { Percent.of($0.wrong) }),
        ("asked which is meant", { Percent.of($0.clarified) }),
        ("reach a person as they should", { Percent.of($0.handoffRecall) }),
        ("reach a person without need", { Percent.of($0.falseHandoffs) }),
        ("messages out of scope", { String($0.outOfScope) }),
    ]
}
