/// Understanding a message and deciding on it, before anything is said.
extension Bot {
    /// A message with all that was found out about it, and the decision.
    struct Considered: Sendable {
        /// One question of the message and what is done about it.
        struct Part: Sendable {
            let findings: Mind.Findings
            let understanding: Understanding
            let decision: Decision
        }

        let text: String
        let conversation: String
        let language: Language
        /// One part, or one for each of several questions.
        let parts: [Part]
        let thresholds: RoutingThresholds

        var first: Part { parts[0] }
        var confidence: Double { first.understanding.candidates.first?.confidence ?? 0 }
    }

    /// Reads a message in its conversation: alone, else with the question before it, else as several questions.
    func consider(_ text: String, _ state: ConversationState, in conversation: String) throws -> Considered {
        let language = Language.detect(in: text) ?? state.language ?? files.current.settings.languages.first ?? .english
        let router = Router(thresholds: mind.thresholds(for: language))
        let whole = try part(text, language, state, router)
        var parts = [whole]
        if let several = try severalQuestions(text, language, state, router, whole) {
            parts = several
        } else if !whole.decision.route.isAnswer, let leaning = try followUp(text, language, state, router) {
            parts = [leaning]
        }
        return Considered(
            text: text, conversation: conversation, language: language, parts: parts,
            thresholds: mind.thresholds(for: language))
    }

    private func part(
        _ text: String, _ language: Language, _ state: ConversationState, _ router: Router
    ) throws -> Considered.Part {
        let findings = try mind.findings(for: text, language)
        let understanding = try understanding(of: text, language, state, findings)
        return Considered.Part(
            findings: findings, understanding: understanding, decision: router.route(understanding, in: state))
    }

    /// A follow-up is understood with the question that it leans on.
    private func followUp(
        _ text: String, _ language: Language, _ state: ConversationState, _ router: Router
    ) throws -> Considered.Part? {
        guard let previous = state.lastQuestion, FollowUp.leans(text) else { return nil }
        let joined = try part(previous + " " + text, language, state, router)
        return joined.decision.route.isAnswer ? joined : nil
    }

    /// Two or three questions in one message count as several only if each has a sure answer of its own.
    private func severalQuestions(
        _ text: String, _ language: Language, _ state: ConversationState, _ router: Router, _ whole: Considered.Part
    ) throws -> [Considered.Part]? {
        let questions = FollowUp.questions(in: text)
        guard questions.count > 1, state.pending == nil, !whole.decision.route.isHandoff else { return nil }
        let parts = try questions.map { try part($0, language, state, router) }
        let routes = Set(parts.map(\.decision.route))
        guard routes.count == parts.count, routes.allSatisfy(\.isAnswer) else { return nil }
        return parts
    }

    private func understanding(
        of text: String, _ language: Language, _ state: ConversationState, _ findings: Mind.Findings
    ) throws -> Understanding {
        let catalog = files.current.catalog
        var slots: [String: String] = [:]
        var routing: [String: Understanding.IntentRouting] = [:]
        for intent in catalog.intents where intent.handoff != nil || !intent.slots.isEmpty {
            let extractor = try SlotExtractor(intent.slots)
            slots.merge(extractor.values(in: text)) { first, _ in first }
            if case .slot(intent.name, let asked, _) = state.pending {
                slots[asked] = extractor.value(of: asked, inAnswer: text)
            }
            routing[intent.name] = .init(handoff: intent.handoff, requiredSlots: intent.requiredSlots)
        }
        return Understanding(
            text: text, language: language, candidates: findings.candidates, outOfScope: findings.outOfScope,
            slots: slots, intents: routing)
    }
}

extension Intent {
    /// The slots that must be known before an answer: all those an action or any wording uses.
    var requiredSlots: [String] {
        let wordings = answers.flatMap { $0.wording.values }
        return slots.map(\.name).filter { name in
            action != nil || wordings.contains { $0.contains("{{\(name)}}") }
        }
    }
}

extension Route {
    /// Whether the customer gets what they asked for, or is asked the one thing that lacks.
    var isAnswer: Bool {
        switch self {
        case .template, .knowledge, .ask(_, _, again: false): true
        default: false
        }
    }

    var isHandoff: Bool {
        if case .handoff = self { true } else { false }
    }
}
