/// Decides what happens with a message: one pure function over what was understood and what was said before.
///
/// The rules stand in the order in which they are asked; the first that applies decides and names itself.
package struct Router: Sendable {
    package let thresholds: RoutingThresholds

    package init(thresholds: RoutingThresholds) {
        self.thresholds = thresholds
    }

    /// Decides on one message.
    package func route(_ message: Understanding, in state: ConversationState) -> Decision {
        let rules = [
            emptyMessage, urgentTopic, pendingSlot, pendingChoice, pickedRelated, takenBack, wishForPerson,
            correctedSlot, confidentCandidate, closeCandidates, secondFailure, nearCandidates,
        ]
        for rule in rules {
            if let decision = rule(message, state) { return decision }
        }
        return Decision(
            .fallback(message.looksOutOfScope ? .outOfScope : .notUnderstood), rule: "nothing was sure enough")
    }
}

extension Router {
    private func emptyMessage(_ message: Understanding, _ state: ConversationState) -> Decision? {
        message.isEmpty ? Decision(.fallback(.empty), rule: "the message has no words") : nil
    }

    private func urgentTopic(_ message: Understanding, _ state: ConversationState) -> Decision? {
        guard let best = message.urgent.first,
            message.urgency(fromEach: thresholds.urgent / 2) >= thresholds.urgent
        else { return nil }
        return Decision(.handoff(.urgent(intent: best.option.name)), rule: "urgent topics go to a person at once")
    }

    /// A value for the slot that was asked for, a way out, a change of subject, or one more try.
    private func pendingSlot(_ message: Understanding, _ state: ConversationState) -> Decision? {
        guard case .slot(let intent, let slot, let attempts, _) = state.pending else { return nil }
        if message.isCancellation { return Decision(.cancelled, rule: "the customer takes the question back") }
        if message.slots[slot] != nil {
            return answer(.intent(intent), message, state, rule: "the message holds the value that was asked for")
        }
        if let decision = wishForPerson(message, state) ?? confidentCandidate(message, state),
            !decision.route.names.contains(intent)
        {
            return decision
        }
        guard attempts < 2 else {
            return Decision(.handoff(.failed), rule: "the value was asked for twice without success")
        }
        return Decision(.ask(intent: intent, slot: slot, again: true), rule: "the value asked for is still missing")
    }

    private func pendingChoice(_ message: Understanding, _ state: ConversationState) -> Decision? {
        guard case .choice(let choices) = state.pending else { return nil }
        switch message.choice(among: choices) {
        case .one(let option): return answer(option, message, state, rule: "the customer chose it", isPicked: true)
        case .none?: return Decision(.fallback(.choiceRejected), rule: "the customer wants none of the choices")
        case .outOfRange: return noSuchChoice(of: choices)
        case nil: return nil
        }
    }

    /// A bare number picks one of the related questions below the last answer; the bot asked nothing that it could answer.
    private func pickedRelated(_ message: Understanding, _ state: ConversationState) -> Decision? {
        guard state.pending == nil, let related = state.related, let picked = message.numbered(among: related) else {
            return nil
        }
        guard case .one(let option) = picked else { return noSuchChoice(of: related) }
        return answer(option, message, state, rule: "the customer picked a related question", isPicked: true)
    }

    private func noSuchChoice(of choices: [ConversationState.Choice]) -> Decision {
        Decision(.noSuchChoice(choices), rule: "no choice has this number")
    }

    private func takenBack(_ message: Understanding, _ state: ConversationState) -> Decision? {
        message.isTakenBack ? Decision(.cancelled, rule: "the customer takes back what was said") : nil
    }

    private func wishForPerson(_ message: Understanding, _ state: ConversationState) -> Decision? {
        guard let wish = message.requested.first, wish.confidence >= thresholds.handoff else { return nil }
        return Decision(.handoff(.requested(intent: wish.option.name)), rule: "the customer asks for a person")
    }

    /// "No, order 10235": a new value for what was answered last, unless the message is surely about something else.
    private func correctedSlot(_ message: Understanding, _ state: ConversationState) -> Decision? {
        guard let intent = state.lastIntent,
            message.requiredSlots(of: intent).contains(where: {
                message.slots[$0] != nil && message.slots[$0] != state.slots[$0]
            })
        else { return nil }
        if let best = message.answerable.first, best.confidence >= thresholds.answer { return nil }
        return answer(.intent(intent), message, state, rule: "a value of the last answer is corrected")
    }

    private func confidentCandidate(_ message: Understanding, _ state: ConversationState) -> Decision? {
        guard let best = message.answerable.first, best.confidence >= thresholds.answer else { return nil }
        return answer(best.option, message, state, rule: "the best reply is sure enough")
    }

    private func closeCandidates(_ message: Understanding, _ state: ConversationState) -> Decision? {
        let close = message.answerable.prefix(2)
        guard close.count == 2, close.map(\.confidence).reduce(0, +) >= thresholds.clarify, !message.isNearerToNone
        else { return nil }
        return Decision(.clarify(close.map(\.option)), rule: "two replies are close")
    }

    private func secondFailure(_ message: Understanding, _ state: ConversationState) -> Decision? {
        state.failures >= 1 ? Decision(.handoff(.failed), rule: "two messages in a row were not understood") : nil
    }

    /// Nothing is sure, but something is near: the customer sees what the bot has that comes nearest.
    private func nearCandidates(_ message: Understanding, _ state: ConversationState) -> Decision? {
        guard let best = message.answerable.first, best.confidence >= thresholds.unsure,
            !message.looksOutOfScope, !message.isNearerToNone
        else { return nil }
        let near = message.answerable.prefix(Self.mostChoices).enumerated().filter {
            $0.offset < 2 || $0.element.confidence >= Self.choiceShare * best.confidence
        }
        guard near.count > 1 else { return nil }
        return Decision(.clarifyUnsure(near.map(\.element.option)), rule: "nothing was sure, but these are near")
    }

    private static let mostChoices = 3
    /// A third choice that is less likely than this share of the first only makes the list longer.
    private static let choiceShare = 0.05

    /// What is done where it is known what the customer wants.
    func answer(
        _ option: Candidate.Option, _ message: Understanding, _ state: ConversationState, rule: String,
        isPicked: Bool = false
    ) -> Decision {
        switch option {
        case .entry(let id): return Decision(.knowledge(entry: id), rule: rule, isPicked: isPicked)
        case .intent(let name):
            if let handoff = message.handoff(of: name) {
                return Decision(.handoff(handoff), rule: rule, isPicked: isPicked)
            }
            let known = state.slots.merging(message.slots) { $1 }
            if let missing = message.requiredSlots(of: name).first(where: { known[$0] == nil }) {
                return Decision(.ask(intent: name, slot: missing, again: false), rule: rule, isPicked: isPicked)
            }
            return Decision(.template(intent: name), rule: rule, isPicked: isPicked)
        }
    }
}
