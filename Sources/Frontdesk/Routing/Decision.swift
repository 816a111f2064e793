/// Where a message goes, and the rule that sent it there.
package struct Decision: Sendable, Hashable {
    package let route: Route
    /// The rule in words, as `/why` shows it.
    package let rule: String
    /// Whether the customer picked the reply from those offered: what it is about stands there, not in the message.
    package let isPicked: Bool

    package init(_ route: Route, rule: String, isPicked: Bool = false) {
        self.route = route
        self.rule = rule
        self.isPicked = isPicked
    }
}

/// What becomes of a message.
package enum Route: Sendable, Hashable {
    case template(intent: String)
    case knowledge(entry: String)
    case clarify([Candidate.Option])
    /// What the message may mean, none of it likely: the bot asks, and says that it is not sure.
    case clarifyUnsure([Candidate.Option])
    /// A number that none of the choices shown has: they are shown again, and stay open.
    case noSuchChoice([ConversationState.Choice])
    case ask(intent: String, slot: String, again: Bool)
    case handoff(HandoffReason)
    case fallback(FallbackReason)
    /// The customer took back what the bot was asking about.
    case cancelled

    /// The route's word in logs and JSON.
    package var name: String {
        switch self {
        case .template: "template"
        case .knowledge: "knowledge"
        case .clarify, .clarifyUnsure, .noSuchChoice: "clarify"
        case .ask: "ask"
        case .handoff: "handoff"
        case .fallback: "fallback"
        case .cancelled: "template"
        }
    }
}

/// Why a person takes over.
package enum HandoffReason: Sendable, Hashable {
    case requested(intent: String)
    case urgent(intent: String)
    case failed
}

/// Why no answer is given.
package enum FallbackReason: Sendable, Hashable {
    case empty, notUnderstood, outOfScope, choiceRejected
}

extension Route {
    /// The intent or entry that the route leads to.
    var names: [String] {
        switch self {
        case .template(let intent), .ask(let intent, _, _): [intent]
        case .knowledge(let id): [id]
        case .clarify(let options), .clarifyUnsure(let options): options.map(\.name)
        case .handoff(let reason): reason.intent.map { [$0] } ?? []
        case .noSuchChoice, .fallback, .cancelled: []
        }
    }
}
