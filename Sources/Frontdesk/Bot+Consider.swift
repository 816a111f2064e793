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
        var confidence: Double { first.understanding.bestConfidence }
    }

    /// Reads a message in its conversation: as it stands, as several questions, with the question before it, or
    /// without the words that only lead up to it.
    func consider(_ text: String, _ state: ConversationState, in conversation: String) throws -> Considered {
        let language = Language.detect(in: text) ?? state.language ?? files.current.settings.languages.first ?? .english
        var reading = Reading(
            language: language, state: state, router: Router(thresholds: mind.thresholds(for: language)))
        var message = text
        if state.pending != nil, let rest = Opening.afterCancellation(in: text) {
            message = rest
            reading.state.pending = nil
        }
        let whole = try part(message, reading)
        return Considered(
            text: text, conversation: conversation, language: language, parts: try parts(of: message, whole, reading),
            thresholds: mind.thresholds(for: language))
    }

    /// What every reading of a message has in common.
    private struct Reading {
        let language: Language
        var state: ConversationState
        var router: Router
    }

    private func parts(
        of message: String, _ whole: Considered.Part, _ reading: Reading
    ) throws -> [Considered.Part] {
        guard !whole.decision.route.isHandoff else { return [whole] }
        if case .slot(let intent, let slot, _, let others?) = reading.state.pending,
            whole.understanding.slots[slot] != nil, whole.decision.route.names == [intent]
        {
            return [whole] + others.map { waiting($0, whole, reading) }
        }
        if let several = try severalQuestions(message, whole, reading) { return several }
        if let leaning = try followUp(message, whole, reading) { return [leaning] }
        guard !whole.decision.route.isAnswer, let bare = Opening.removed(from: message) else { return [whole] }
        let part = try part(bare, reading)
        return part.decision.route.isAnswer ? [part] : [whole]
    }

    /// `previous` is a question to read it with; `excluded` is an entry that is surely not wanted.
    private func part(
        _ text: String, _ reading: Reading, after previous: String? = nil, without excluded: String? = nil
    ) throws -> Considered.Part {
        let joined = previous.map { $0 + " " + text } ?? text
        var findings = try mind.findings(for: joined, reading.language)
        if let excluded { findings.rule(out: .entry(excluded)) }
        // Values are those of the new message: "and 10237?" is not about the order before it.
        let understanding = try understanding(joined, slotsIn: text, reading.language, reading.state, findings)
        return Considered.Part(
            findings: findings, understanding: understanding,
            decision: reading.router.route(understanding, in: reading.state))
    }

    /// What is done for an intent that waited for the value which a message holds.
    private func waiting(_ intent: String, _ whole: Considered.Part, _ reading: Reading) -> Considered.Part {
        Considered.Part(
            findings: whole.findings, understanding: whole.understanding,
            decision: reading.router.answer(
                .intent(intent), whole.understanding, reading.state, rule: "it waited for the same value"))
    }

    /// A follow-up is understood with the question that it leans on, unless it is clearer alone.
    ///
    /// Whoever asks "and the knives?" has read the last answer and does not want it again, nor does whoever asks who pays
    /// "for that".
    private func followUp(
        _ text: String, _ whole: Considered.Part, _ reading: Reading
    ) throws -> Considered.Part? {
        let leans = FollowUp.leans(text)
        guard let previous = reading.state.lastQuestion, leans || FollowUp.endsInReference(text) else { return nil }
        let joined = try part(text, reading, after: previous, without: reading.state.lastEntry)
        guard joined.decision.route.isAnswer else { return nil }
        let isClearer = joined.understanding.bestConfidence >= whole.understanding.bestConfidence
        guard leans else {
            return isClearer && joined.decision.route.names != [reading.state.lastIntent] ? joined : nil
        }
        return isClearer || FollowUp.isFragment(text) || !whole.decision.route.isAnswer ? joined : nil
    }

    /// Two or three questions in one message count as several only if each can be answered, or asked about, and one surely.
    ///
    /// Taken as one, all but one of them would get no answer: so a little less is asked of the others.
    private func severalQuestions(
        _ text: String, _ whole: Considered.Part, _ reading: Reading
    ) throws -> [Considered.Part]? {
        let questions = SeveralQuestions.found(in: text)
        guard questions.count > 1 else { return nil }
        let sure = reading.router.thresholds.answer
        var reading = reading
        switch reading.state.pending {
        case nil: break
        // Whoever asks two things instead of choosing has let the choice be.
        case .choice where !whole.decision.isPicked: reading.state.pending = nil
        default: return nil
        }
        reading.router = Router(thresholds: reading.router.thresholds.forSeveral)
        // The order that one question names is the order of the others.
        reading.state.slots.merge(whole.understanding.slots) { $1 }
        var parts: [Considered.Part] = []
        for (index, question) in questions.enumerated() {
            let bare = Opening.removed(from: question) ?? question
            guard index > 0, FollowUp.refersBack(bare) else {
                parts.append(try part(bare, reading))
                continue
            }
            // "Is the jacket waterproof? How do I wash it?" asks another thing of what was named before.
            var answered: String?
            if case .knowledge(let id) = parts[index - 1].decision.route { answered = id }
            parts.append(try part(bare, reading, after: questions[index - 1], without: answered))
        }
        let routes = Set(parts.map(\.decision.route))
        // The bot can wait for one thing alone.
        let awaited = Set(routes.compactMap(\.askedSlot)).count + routes.count(where: \.isClarify)
        guard routes.count == parts.count, routes.allSatisfy({ $0.isAnswer || $0.isClarify }), awaited <= 1,
            parts.contains(where: { $0.decision.route.isAnswer && $0.understanding.bestConfidence >= sure })
        else { return nil }
        return parts
    }

    private func understanding(
        _ message: String, slotsIn text: String, _ language: Language, _ state: ConversationState,
        _ findings: Mind.Findings
    ) throws -> Understanding {
        let catalog = files.current.catalog
        var slots: [String: String] = [:]
        var routing: [String: Understanding.IntentRouting] = [:]
        for intent in catalog.intents where intent.handoff != nil || !intent.slots.isEmpty {
            let extractor = try SlotExtractor(intent.slots)
            slots.merge(extractor.values(in: text)) { first, _ in first }
            if case .slot(intent.name, let asked, _, _) = state.pending {
                slots[asked] = extractor.value(of: asked, inAnswer: text)
            }
            routing[intent.name] = .init(handoff: intent.handoff, requiredSlots: intent.requiredSlots)
        }
        return Understanding(
            text: message, language: language, candidates: findings.distinctCandidates, outOfScope: findings.outOfScope,
            slots: slots, intents: routing)
    }
}

extension Intent {
    /// The slots that must be known before an answer: all those an action or any wording uses.
    var requiredSlots: [String] {
        let wordings = answers.flatMap { $0.wording.values }
        return slots.map(\.name).filter { name in
            action != nil || wordings.contains { AnswerTemplate.inserts(name, in: $0) }
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

    /// Whether the customer is asked which of two replies is meant.
    var isClarify: Bool {
        if case .clarify = self { true } else { false }
    }

    /// The slot that the customer is asked for.
    var askedSlot: String? {
        if case .ask(_, let slot, _) = self { slot } else { nil }
    }

    var isHandoff: Bool {
        if case .handoff = self { true } else { false }
    }
}
