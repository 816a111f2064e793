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

    /// The share of in-scope messages answered rightly; nil where there are none, as all shares are.
    ///
    /// With `wrong`, `clarified`, `handedOver` and `unanswered` it adds up to one.
    package let right: Double?
    /// The share of in-scope messages answered wrongly.
    package let wrong: Double?
    /// The share of in-scope messages answered by a question which of two things is meant.
    package let clarified: Double?
    /// The share of in-scope messages given to a person, with need or without.
    package let handedOver: Double?
    /// The share of in-scope messages that got no answer at all.
    package let unanswered: Double?
    /// The share of in-scope messages, but for those that belong to a person, answered rightly without one, or by a question
    /// that offers the right answer.
    package let automation: Double?
    /// The share of messages that belong to a person which reach one.
    package let handoffRecall: Double?
    /// The share of the other in-scope messages that reach a person all the same.
    package let falseHandoffs: Double?
    /// The share of out-of-scope messages not answered as if they were in scope, by their kind.
    package let outOfScopeRejected: [String: Double]
    package let inScope: Int
    package let outOfScope: Int

    enum CodingKeys: String, CodingKey {
        case right, wrong, clarified, unanswered, automation
        case handedOver = "handed_over"
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

        package init(message: EvaluationMessage, outcome: Outcome, belongsToPerson: Bool) {
            self.message = message
            self.outcome = outcome
            self.belongsToPerson = belongsToPerson
        }
    }

    package init(_ judged: [Judged]) {
        let inScope = judged.filter { !$0.message.isOutOfScope }
        let outside = judged.filter(\.message.isOutOfScope)
        let own = inScope.filter { !$0.belongsToPerson }
        let persons = inScope.filter(\.belongsToPerson)
        right = Self.share(inScope) { $0.outcome == .right }
        wrong = Self.share(inScope) { $0.outcome == .wrong }
        clarified = Self.share(inScope) { $0.outcome == .clarified || $0.outcome == .misclarified }
        handedOver = Self.share(inScope) { $0.outcome == .handedOver || $0.outcome == .falseHandoff }
        unanswered = Self.share(inScope) { $0.outcome == .unanswered }
        automation = Self.share(own) { $0.outcome == .right || $0.outcome == .clarified }
        handoffRecall = Self.share(persons) { $0.outcome == .handedOver }
        falseHandoffs = Self.share(own) { $0.outcome == .falseHandoff }
        outOfScopeRejected = Dictionary(grouping: outside) { $0.message.kind ?? "all" }
            .compactMapValues { messages in Self.share(messages) { $0.outcome != .wrong } }
        self.inScope = inScope.count
        outOfScope = outside.count
    }

    private static func share(_ judged: [Judged], _ fits: (Judged) -> Bool) -> Double? {
        judged.isEmpty ? nil : Double(judged.count(where: fits)) / Double(judged.count)
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
    /// The figures in the order in which people read them, with their names; nil where there is nothing to measure.
    private static let figures: [(name: String, text: @Sendable (RoutingReport) -> String?)] = [
        ("messages in scope", { String($0.inScope) }),
        ("answered rightly", { $0.right.map(Percent.of) }),
        ("answered wrongly", { $0.wrong.map(Percent.of) }),
        ("asked which is meant", { $0.clarified.map(Percent.of) }),
        ("given to a person", { $0.handedOver.map(Percent.of) }),
        ("not answered at all", { $0.unanswered.map(Percent.of) }),
        ("answered rightly without a person", { $0.automation.map(Percent.of) }),
        ("reach a person as they should", { $0.handoffRecall.map(Percent.of) }),
        ("reach a person without need", { $0.falseHandoffs.map(Percent.of) }),
        ("messages out of scope", { String($0.outOfScope) }),
    ]

    /// A row for each figure that one of several reports has, with a text for each report; the first is of all messages.
    package static func rows(of reports: [RoutingReport]) -> [(name: String, texts: [String])] {
        let kinds = reports.first.map { $0.outOfScopeRejected.keys.sorted() } ?? []
        let rejected = kinds.map { kind in
            (name: "not answered, \(kind)", texts: reports.map { $0.outOfScopeRejected[kind].map(Percent.of) })
        }
        let rows = figures.map { figure in (name: figure.name, texts: reports.map(figure.text)) } + rejected
        return rows.compactMap { name, texts in
            texts.contains { $0 != nil } ? (name, texts.map { $0 ?? "" }) : nil
        }
    }
}
